/** The learner's record over HTTP: who may ask, what is taken, and what is said when it cannot be kept. */
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { RecordDatabase } from '#progress/record-database';
import { MAX_RECORD_BYTES, RECORD_VERSION } from '#protocol/record-format';
import { recordText } from '#record/record-text';
import { createAnswer, type HttpOptions } from '../../src/server/http.ts';
import { everyKind } from '../record/entries.ts';

async function openServer(options: Partial<HttpOptions> = {}) {
  const folder = await mkdtemp(join(tmpdir(), 'sockscope-record-http-'));
  const said: string[] = [];
  const record = new RecordDatabase(join(folder, '.record'), line => said.push(line));
  const canOpenBoxes = async () => ({ live: false, why: null });
  const server = createServer(createAnswer({ canOpenBoxes }, { dist: folder, record, ...options }));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}${options.base ?? '/'}api/record`;
  return {
    folder,
    record,
    said,
    ask: async (method = 'GET', body: string | null = null, headers: Record<string, string> = {}) => {
      const answer = await fetch(address, { method, body, headers });
      return {
        status: answer.status,
        answer,
        said: method === 'HEAD' ? null : await answer.json().catch(() => null),
      };
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      record[Symbol.dispose]();
      await rm(folder, { recursive: true });
    },
  };
}

test('what a page adds is told to every page, and is forgotten on demand', async () => {
  await using server = await openServer({ base: '/course/' });
  expect((await server.ask()).said).toEqual({ entries: [], setAside: [] });
  expect((await server.ask('POST', recordText(everyKind))).status).toBe(200);
  const { answer, said } = await server.ask();
  expect(said).toEqual({ entries: everyKind, setAside: [] });
  expect(answer.headers.get('cache-control')).toBe('no-store');
  expect((await server.ask('HEAD')).status).toBe(200);
  expect((await server.ask('DELETE')).status).toBe(200);
  expect((await server.ask()).said).toEqual({ entries: [], setAside: [] });
});

test.each([
  ['another site', { Origin: 'http://evil.example' }],
  ['a sandboxed frame', { Origin: 'null' }],
])('%s can neither read, write nor forget', async (_, headers) => {
  await using server = await openServer();
  await server.record.add(everyKind);
  for (const [method, body] of [['GET'], ['POST', recordText(everyKind)], ['DELETE']]) {
    const { status, said } = await server.ask(method, body, headers);
    expect([status, said]).toEqual([403, null]);
  }
  expect(await server.record.entries()).toEqual(everyKind);
});

const spoilt = (from: string, to: string) => recordText(everyKind).replace(from, to);

test.each([
  ['no JSON', recordText(everyKind).slice(0, -10), 400, 'not-json'],
  ['another file', '{"name":"sockscope"}', 400, 'other-format'],
  ['a later version', spoilt(`"version":${RECORD_VERSION}`, '"version":999'), 400, 'newer 999'],
  ['a wrong kind', spoilt('"passed":false', '"passed":0'), 400, 'damaged entries[8].passed'],
  ['what nobody knows', spoilt('"type":"begun"', '"type":"cheated"'), 400, 'damaged entries[0].type'],
  ['something more', spoilt('"type":"begun"', '"constructor":1,"type":"begun"'), 400, 'damaged entries[0]'],
  ['far too much', `${' '.repeat(MAX_RECORD_BYTES)}${recordText(everyKind)}`, 413, 'too-large'],
])('%s is refused, and nothing has changed', async (_, body, status, why) => {
  await using server = await openServer();
  const refused = await server.ask('POST', body);
  expect([refused.status, refused.said]).toEqual([status, { why }]);
  expect(await server.record.entries()).toEqual([]);
});

test('no other method is answered', async () => {
  await using server = await openServer();
  const { status, answer } = await server.ask('PUT', recordText(everyKind));
  expect([status, answer.headers.get('allow')]).toEqual([405, 'GET, HEAD, POST, DELETE']);
});

test('a damaged database is named to the page, which goes on with another', async () => {
  await using server = await openServer();
  await mkdir(join(server.folder, '.record'));
  const damaged = join(server.folder, '.record/record-1.sqlite');
  await writeFile(damaged, 'no database '.repeat(1000));
  expect((await server.ask('POST', recordText(everyKind))).status).toBe(200);
  expect((await server.ask()).said).toEqual({ entries: everyKind, setAside: [damaged] });
});

test('a record that cannot be kept is said to the page', async () => {
  await using server = await openServer({ record: new RecordDatabase('/dev/null/record') });
  const refused = await server.ask('POST', recordText(everyKind));
  expect([refused.status, refused.said]).toEqual([503, { why: expect.stringContaining('ENOTDIR') }]);
});
