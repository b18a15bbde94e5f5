/** The workbench's form: what is typed, what keeps it from being opened, and what the browser keeps. */
import { expect, test } from 'vitest';
import { runFileSchema } from '#protocol/run-file';
import type { Schema } from '#protocol/shape';
import {
  type Form,
  fileNameFrom,
  onNetwork,
  problemsOf,
  setupOf,
  withFile,
} from '../../src/lab/own-files.ts';
import { shellWords } from '../../src/lab/shell-words.ts';
import { type WorkbenchData, WorkbenchDesk } from '../../src/lab/workbench-desk.ts';
import { network, networkNames } from './networks.ts';
import { MemoryStorage } from './screen.ts';

const example = {
  network: 'pair',
  files: [
    { host: 'server', file: 'echo_server.py', args: '7777', text: 'server\n' },
    { host: 'client', file: 'echo_client.py', args: '10.0.0.2 7777', text: 'client\n' },
  ],
};
const data: WorkbenchData = {
  networks: Object.fromEntries(networkNames.map(name => [name, network(name)])),
  example,
  format: runFileSchema() as Schema,
};
const form: Form = { network: 'pair', files: example.files.map((file, id) => ({ ...file, id })) };
const pair = network('pair');

test.each<[string, string[] | null]>([
  ['', []],
  ['  7777  ', ['7777']],
  ['10.0.0.2 7777', ['10.0.0.2', '7777']],
  [`-m "two words" 'and "these"'`, ['-m', 'two words', 'and "these"']],
  [`a\\ b "c\\"d" 'e\\f' ""`, ['a b', 'c"d', 'e\\f', '']],
  [`pre'mid'post`, ['premidpost']],
  ['$HOME *.py; rm', ['$HOME', '*.py;', 'rm']],
  ['"open', null],
  ["it's", null],
])('the arguments %j are %j', (line, words) => {
  expect(shellWords(line)).toEqual(words);
});

test('a form in which nothing is wrong is what the server is asked for', () => {
  expect(problemsOf(form, pair)).toEqual([]);
  expect(setupOf(form).programs[1]).toEqual({
    ...{ host: 'client', file: 'echo_client.py', text: 'client\n', args: ['10.0.0.2', '7777'] },
  });
});

test.each<[Partial<Form['files'][number]>, string, string]>([
  [{ host: 'moon' }, 'host', 'unknown-host'],
  [{ file: 'Server.py' }, 'file', 'bad-file-name'],
  [{ args: 'it’s fine, it"s not' }, 'args', 'open-quote'],
  [{ args: 'x '.repeat(17) }, 'args', 'bad-arguments'],
  [{ text: '#'.repeat(64 * 1024 + 1) }, 'text', 'file-too-large'],
  [{ host: 'client', file: 'echo_client.py' }, 'file', 'same-file-twice'],
])('with %j the field %s has to change: %s', (change, field, code) => {
  const [server, ...rest] = form.files;
  const files = [...rest, { ...server, ...change } as Form['files'][number]];
  expect(problemsOf({ ...form, files }, pair)).toEqual([{ id: 0, field, code }]);
});

test.each(networkNames)('the example can be opened on the network %s at once', name => {
  const moved = onNetwork(form, name, pair, network(name));
  expect(problemsOf(moved, network(name))).toEqual([]);
  const [server, client] = moved.files;
  const host = network(name).hosts.find(each => each.name === server?.host);
  // The client goes on meaning the host that the server has gone to.
  const address = host?.interfaces[0]?.addresses[0]?.split('/')[0] ?? '127.0.0.1';
  expect(client?.args).toBe(`${address} 7777`);
  expect(host?.forwards).toBe(false);
  if (network(name).hosts.length > 1) expect(client?.host).not.toBe(server?.host);
});

test('a fifth file is not taken; each comes onto a host that is free', () => {
  let full: Form = { network: 'lan4', files: [] };
  for (const file of ['a.py', 'b.py', 'c.py', 'd.py', 'e.py'])
    full = withFile(full, network('lan4'), { file, text: '' });
  expect(full.files.map(({ host, file }) => `${host} ${file}`)).toEqual([
    ...['h1 a.py', 'h2 b.py', 'h3 c.py', 'h4 d.py'],
  ]);
});

test.each([
  ['Chat Server.PY', 'chat_server.py'],
  ['서버.py', 'program.py'],
  ['2nd try (1).py', '_2nd_try_1.py'],
  ['../../etc/passwd', 'etc_passwd.py'],
  [`${'long'.repeat(40)}.py`, `${'long'.repeat(15)}.py`],
])('a file called %j can be called %s', (name, taken) => {
  expect(fileNameFrom(name)).toBe(taken);
});

test('what is typed is kept at once, and a form that was kept is shown again', () => {
  const storage = new MemoryStorage();
  const desk = new WorkbenchDesk(storage, data);
  expect(desk.isExample).toBe(true);
  desk.change(1, { text: 'mine\n' });
  desk.choose('split');
  const again = new WorkbenchDesk(storage, data);
  expect(again.form.value).toEqual(desk.form.value);
  expect(again.isExample).toBe(false);
  again.showExample();
  expect(new WorkbenchDesk(storage, data).isExample).toBe(true);
});

test.each([
  ['nothing', null, example.files.length],
  ['nonsense', '{"network":', 2],
  ['another shape', '{"network":"pair","files":[{"host":1}]}', 2],
  ['five files', JSON.stringify({ network: 'pair', files: Array(5).fill(example.files[0]) }), 2],
  ['a network that has gone', JSON.stringify({ network: 'gone', files: [example.files[1]] }), 1],
])('with %s in the storage there is a form all the same', (_, kept, count) => {
  const storage = new MemoryStorage();
  if (kept !== null) storage.setItem('sockscope:workbench', kept);
  const desk = new WorkbenchDesk(storage, data);
  expect(desk.form.value.network).toBe('pair');
  expect(desk.form.value.files).toHaveLength(count);
});

test('a browser that keeps nothing is said to, and the form goes on', () => {
  const desk = new WorkbenchDesk(new MemoryStorage({ isFull: true }), data);
  desk.change(1, { text: 'mine\n' });
  expect(desk.kept.value).toBe(false);
  expect(desk.form.value.files[0]?.text).toBe('mine\n');
});

test('a reader’s own file takes the place of the example, and of nothing else', () => {
  const desk = new WorkbenchDesk(new MemoryStorage(), data);
  expect(desk.add({ file: 'mine.py', text: 'mine\n' })).toBe(true);
  expect(desk.form.value.files.map(({ file }) => file)).toEqual(['mine.py']);
  expect(desk.add({ file: 'other.py', text: 'other\n' })).toBe(true);
  expect(desk.form.value.files.map(({ file }) => file)).toEqual(['mine.py', 'other.py']);
});

test('what is typed into a pane of the lab is the form’s text', () => {
  const desk = new WorkbenchDesk(new MemoryStorage(), data);
  desk.keep('echo-client', 'typed in the pane\n');
  expect(desk.form.value.files[1]?.text).toBe('typed in the pane\n');
  expect(desk.drafts.value.get('echo-client')).toBe('typed in the pane\n');
  desk.remove(2);
  desk.keep('echo-client', 'typed after it was removed\n');
  expect(desk.form.value.files[1]).toMatchObject({
    file: 'echo_client.py',
    text: 'typed after it was removed\n',
  });
});
