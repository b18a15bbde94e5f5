import { expect, test } from 'vitest';
import type { CheckResult } from '#protocol/verdict';
import { Connection } from '../../src/lab/connection.ts';
import { Desk } from '../../src/lab/desk.ts';
import { readDraft } from '../../src/lab/drafts.ts';
import { MemoryStorage } from './screen.ts';
import { LabServer } from './server.ts';
import { until } from './until.ts';

const STARTER = '# write here\n';
const exercise = 'echo-once';
const starterFile = {
  type: 'file',
  exercise,
  text: STARTER,
  hash: 'h0',
  isStarter: true,
  savedAt: null,
} as const;

async function openDesk(server: LabServer, storage: Storage, file = {}): Promise<Desk> {
  const desk = new Desk(exercise, STARTER, new Connection(server.url, [1, 1, 1]), storage);
  await server.take('file-read');
  server.send({ ...starterFile, ...file });
  await until(desk.status, status => status !== 'loading');
  return desk;
}

test('an edit is saved with the hash of the text it began from', async () => {
  await using server = await LabServer.start();
  const storage = new MemoryStorage();
  const desk = await openDesk(server, storage);
  desk.edit('import socket\n');
  expect(readDraft(storage, exercise)).toEqual({ text: 'import socket\n', base: 'h0' });
  expect(await server.take('file-save')).toMatchObject({ text: 'import socket\n', base: 'h0' });
  server.send({ type: 'file-saved', exercise, hash: 'h1' });
  await until(desk.status, status => status === 'saved');
  expect(readDraft(storage, exercise)).toBeUndefined();
  desk.close();
});

test('a check that a broken connection cut off, or that never left, is said to be asked for again', async () => {
  await using server = await LabServer.start();
  const desk = await openDesk(server, new MemoryStorage());
  desk.check();
  await server.take('check');
  server.drop();
  await until(desk.refused, code => code === 'not-heard');
  expect(desk.run.checking.value).toBe(false);
  await server.take('file-read');
  server.send(starterFile);
  await until(desk.status, status => status === 'saved');
  desk.edit('import socket\n');
  desk.check();
  expect(desk.refused.value).toBeNull();
  await server.take('file-save');
  server.drop();
  await until(desk.refused, code => code === 'not-heard');
  desk.close();
});

test('a save that arrived, and whose answer was lost with the connection, is no edit of somebody else', async () => {
  await using server = await LabServer.start();
  const desk = await openDesk(server, new MemoryStorage());
  desk.edit('one\n');
  await server.take('file-save');
  server.drop();
  await until(desk.status, status => status === 'local');
  desk.edit('one\ntwo\n');
  await server.take('file-read');
  server.send({ ...starterFile, text: 'one\n', hash: 'h1', isStarter: false });
  expect(await server.take('file-save')).toMatchObject({ text: 'one\ntwo\n', base: 'h1' });
  expect(desk.conflict.value).toBeNull();
  desk.close();
});

test('what is typed while a save is on its way is saved behind it', async () => {
  await using server = await LabServer.start();
  const desk = await openDesk(server, new MemoryStorage());
  desk.edit('one\n');
  await server.take('file-save');
  desk.edit('two\n');
  server.send({ type: 'file-saved', exercise, hash: 'h1' });
  expect(await server.take('file-save')).toMatchObject({ text: 'two\n', base: 'h1' });
  desk.close();
});

test('Check saves first, and results come one by one', async () => {
  await using server = await LabServer.start();
  const desk = await openDesk(server, new MemoryStorage());
  desk.edit('import socket\n');
  desk.check();
  await server.take('file-save');
  expect(server.received).toEqual([]);
  server.send({ type: 'file-saved', exercise, hash: 'h1' });
  await server.take('check');
  server.send({ type: 'check-started', exercise });
  const result: CheckResult = {
    id: 'ascii',
    status: 'pass',
    verdict: { kind: 'passed' },
    causes: [],
    output: '',
    durationMs: 5,
  };
  server.send({ type: 'check-result', exercise, result });
  await until(desk.run.results, results => results.has('ascii'));
  expect(desk.run.checking.value).toBe(true);
  server.send({ type: 'check-finished', exercise, status: 'pass' });
  await until(desk.run.outcome, outcome => outcome === 'pass');
  expect(desk.run.checking.value).toBe(false);
  desk.close();
});

test('a file changed in another editor is not overwritten: both are shown, and the reader chooses', async () => {
  await using server = await LabServer.start();
  const storage = new MemoryStorage();
  const desk = await openDesk(server, storage);
  desk.edit('mine\n');
  await server.take('file-save');
  server.send({ type: 'refused', request: 'file-save', code: 'file-changed', detail: '' });
  await server.take('file-read');
  server.send({ ...starterFile, text: 'theirs\n', hash: 'h9', isStarter: false });
  await until(desk.status, status => status === 'conflict');
  expect(desk.conflict.value).toEqual({ theirs: 'theirs\n' });
  expect(desk.text.value).toBe('mine\n');
  desk.resolve('mine');
  expect(await server.take('file-save')).toMatchObject({ text: 'mine\n', base: 'h9' });
  desk.close();
});

test('edits made without a server are in the editor after a reload, and are saved when one answers', async () => {
  await using server = await LabServer.start();
  await server.stop();
  const storage = new MemoryStorage();
  const offline = new Desk(exercise, STARTER, new Connection(server.url, []), storage);
  await until(offline.status, status => status === 'local');
  offline.edit('written on a train\n');
  offline.close();

  await server.listen();
  const desk = new Desk(exercise, STARTER, new Connection(server.url, [1]), storage);
  expect(desk.text.value).toBe('written on a train\n');
  await server.take('file-read');
  server.send(starterFile);
  expect(await server.take('file-save')).toMatchObject({ text: 'written on a train\n', base: 'h0' });
  desk.close();
});

test('the server’s newer file is shown when nothing here is unsaved', async () => {
  await using server = await LabServer.start();
  const desk = await openDesk(server, new MemoryStorage(), { text: 'saved before\n', isStarter: false });
  expect(desk.text.value).toBe('saved before\n');
  desk.reread();
  await server.take('file-read');
  server.send({ ...starterFile, text: 'from vim\n', hash: 'h2', isStarter: false });
  await until(desk.text, text => text === 'from vim\n');
  desk.close();
});

test('Reset takes the starter back, whatever was unsaved', async () => {
  await using server = await LabServer.start();
  const desk = await openDesk(server, new MemoryStorage(), { text: 'old\n', isStarter: false });
  desk.edit('unsaved\n');
  desk.reset();
  await server.take('file-reset');
  server.send(starterFile);
  await until(desk.text, text => text === STARTER);
  expect(desk.status.value).toBe('saved');
  desk.close();
});
