/**
 * A page of another site, in the reader's own browser: it may send anything to any endpoint by any
 * method, under its own Origin or under a name that it has made point here. None is carried out.
 */
import { once } from 'node:events';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { createServer, type IncomingMessage, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { RecordDatabase } from '#progress/record-database';
import { recordText } from '#record/record-text';
import { createAnswer } from '../../src/server/http.ts';
import { everyKind } from '../record/entries.ts';
import { Page } from './page.ts';
import { openStand } from './stand.ts';

async function openServer() {
  const folder = await mkdtemp(join(tmpdir(), 'sockscope-other-'));
  const record = new RecordDatabase(join(folder, '.record'));
  await record.add(everyKind);
  const asked: string[] = [];
  const canOpenBoxes = async () => {
    asked.push('status'); // it opens a box
    return { live: true, why: null };
  };
  const server = createServer(createAnswer({ canOpenBoxes }, { dist: folder, record }));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    ...{ folder, record, asked, port: (server.address() as AddressInfo).port },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      record[Symbol.dispose]();
      await rm(folder, { recursive: true });
    },
  };
}

/** node:http and not fetch, which forbids a Host of one's own. */
async function send(port: number, path: string, method: string, headers: Record<string, string>) {
  const body = ['POST', 'PUT', 'PATCH'].includes(method) ? recordText([]) : '';
  const sent = request({ host: '127.0.0.1', port, path, method, headers }).end(body);
  const [response] = (await once(sent, 'response')) as [IncomingMessage];
  response.resume();
  await once(response, 'end');
  return { status: response.statusCode, headers: response.headers };
}

const ENDPOINTS = ['/', '/api/status', '/api/record', '/api/record?x=1', '/lab', '/nothing'];
const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS'];
const OTHERS: Readonly<Record<string, (port: number) => Record<string, string>>> = {
  'a form of another site': () => ({ Origin: 'https://evil.example', 'Content-Type': 'text/plain' }),
  'another server on this machine': port => ({ Origin: `http://127.0.0.1:${port + 1}` }),
  'our own Origin, under another name': port => ({
    Origin: `http://127.0.0.1:${port}`,
    Host: `evil.example:${port}`,
  }),
  'a frame without an origin': () => ({ Origin: 'null' }),
  'a name that was made to point here': port => ({
    Host: `evil.example:${port}`,
    Origin: `http://evil.example:${port}`,
  }),
  'that name, without an Origin': port => ({ Host: `evil.example:${port}` }),
  'an Origin that is no address': () => ({ Origin: 'localhost' }),
};

test.each(Object.entries(OTHERS))(
  '%s is refused at every endpoint, by every method',
  async (_, headersOf) => {
    await using server = await openServer();
    const headers = headersOf(server.port);
    for (const path of ENDPOINTS)
      for (const method of METHODS) {
        const answer = await send(server.port, path, method, headers);
        expect([path, method, answer.status]).toEqual([path, method, 403]);
        expect(answer.headers['access-control-allow-origin']).toBeUndefined();
        expect(answer.headers['set-cookie']).toBeUndefined();
      }
    await using stand = await openStand();
    await expect(Page.connect(stand.port, headersOf(stand.port))).rejects.toThrow('status 403');
    expect(server.asked).toEqual([]);
    expect(await server.record.entries()).toEqual(everyKind);
  },
);

test('our own page is let in where they are not', async () => {
  await using server = await openServer();
  const headers = { Origin: `http://127.0.0.1:${server.port}` };
  expect((await send(server.port, '/api/status', 'GET', headers)).status).toBe(200);
  expect((await send(server.port, '/api/record', 'DELETE', headers)).status).toBe(200);
  expect(await server.record.entries()).toEqual([]);
});

const PATHS = [
  '../secret',
  '..',
  '/etc/passwd',
  'a/b',
  'echo-once/../x',
  'ECHO',
  '',
  'x\0',
  '%2e%2e',
  '.git',
];

test.each(PATHS)('%j is no exercise, lab or what-if, by any message', async path => {
  await using stand = await openStand();
  await using page = await Page.connect(stand.port);
  const messages = [
    { type: 'file-read', exercise: path },
    { type: 'file-save', exercise: path, text: 'x', base: null },
    { type: 'file-reset', exercise: path },
    { type: 'check', exercise: path },
    { type: 'open', lab: path, whatIf: null },
    { type: 'open', lab: 'cat', whatIf: path },
    { type: 'workbench', network: path, programs: [{ host: 'server', file: 'a.py', text: '', args: [] }] },
  ];
  const before = await readdir(stand.workspace, { recursive: true });
  for (const [sent, message] of messages.entries()) {
    page.sendRaw(JSON.stringify(message));
    const { request: named, code } = await page.got('refused', sent + 1);
    expect([named, code]).toEqual([message.type, 'malformed-message']);
  }
  expect(stand.boxes).toEqual([]);
  expect(await readdir(stand.workspace, { recursive: true })).toEqual(before);
});
