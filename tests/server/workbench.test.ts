/** What a page may put into a box: the workbench's programs and edits of a lab's own, each limit of them. */
import { expect, test } from 'vitest';
import { loadScene } from '#driver/scenes';
import {
  LONGEST_ARGUMENT,
  MAX_FILE_BYTES,
  MAX_MESSAGE_BYTES,
  MOST_ARGUMENTS,
  MOST_PROGRAMS,
} from '#protocol/message-sizes';
import type { OpenRequest } from '#protocol/messages';
import { OPEN_WIRE } from '#protocol/scene';
import type { OwnProgram } from '#protocol/workbench';
import { Page } from './page.ts';
import { openStand } from './stand.ts';

type Workbench = Extract<OpenRequest, { type: 'workbench' }>;

const SERVER: OwnProgram = { host: 'server', file: 'server.py', text: 'print(1)\n', args: [] };
const CLIENT: OwnProgram = { host: 'client', file: 'client.py', text: 'print(2)\n', args: ['10.0.0.2'] };
const setup = (changes: Partial<Workbench> = {}): Workbench => ({
  type: 'workbench',
  network: 'pair',
  programs: [SERVER, CLIENT],
  ...changes,
});
const withServer = (changes: Partial<OwnProgram>): Workbench =>
  setup({ programs: [{ ...SERVER, ...changes }, CLIENT] });
const numbered = (count: number): OwnProgram[] =>
  Array.from({ length: count }, (_, index) => ({ ...SERVER, file: `server_${index}.py` }));

async function openPage(parts: Parameters<typeof openStand>[1] = {}) {
  const stand = await openStand({}, parts);
  const page = await Page.connect(stand.port);
  return {
    stand,
    page,
    async [Symbol.asyncDispose]() {
      await page[Symbol.asyncDispose]();
      await stand[Symbol.asyncDispose]();
    },
  };
}

test('a set-up of the reader’s own opens, its programs named by their files', async () => {
  await using opened = await openPage();
  const answer = await opened.page.ask(setup(), 'opened');
  expect(answer).toMatchObject({ lab: 'workbench', whatIf: null, channels: { server: 0, client: 1 } });
  expect(answer.edited).toBeUndefined();
  expect(opened.stand.boxes).toHaveLength(1);
});

const plug = (link: string, address: string) => ({ link, addresses: [address] });
const host = (name: string, ...interfaces: ReturnType<typeof plug>[]) => ({
  ...{ name, interfaces, routes: [], forwards: false, names: [] },
});
const written = {
  hosts: [host('server', plug('lan', '192.168.7.2/30')), host('client', plug('lan', '192.168.7.1/30'))],
};

test('a network that is written out is built as one of the course is', async () => {
  await using opened = await openPage();
  const answer = await opened.page.ask(setup({ network: written }), 'opened');
  expect(answer).toMatchObject({ lab: 'workbench', channels: { server: 0, client: 1 } });
  expect(opened.stand.boxes).toHaveLength(1);
});

test.each<[string, Workbench, string]>([
  [
    'a written network with a host twice',
    setup({ network: { hosts: [...written.hosts, host('server')] } }),
    'malformed-message',
  ],
  [
    'a written network with an address twice',
    setup({
      network: {
        hosts: [
          { ...host('server'), interfaces: [{ link: 'lan', addresses: ['10.0.0.1/8', '10.0.0.1/8'] }] },
        ],
      },
      programs: [SERVER],
    }),
    'malformed-message',
  ],
  [
    'a written network of far too many hosts',
    setup({ network: { hosts: Array.from({ length: 40 }, (_, at) => host(`h${at}`)) } }),
    'malformed-message',
  ],
  ['a network that is not there', setup({ network: 'moon' }), 'unknown-network'],
  ['a path for a network', { ...setup(), network: '../labs/echo-once/lab' }, 'malformed-message'],
  ['a host that the network does not have', withServer({ host: 'moon' }), 'unknown-host'],
  ['no program at all', setup({ programs: [] }), 'malformed-message'],
  ['one program too many', setup({ programs: numbered(MOST_PROGRAMS + 1) }), 'malformed-message'],
  ['a path for a file', withServer({ file: '../server.py' }), 'bad-file-name'],
  ['an absolute path for a file', withServer({ file: '/etc/passwd' }), 'bad-file-name'],
  ['a file that is no Python', withServer({ file: 'server.sh' }), 'bad-file-name'],
  ['a file name with a line end', withServer({ file: 'server.py\n' }), 'bad-file-name'],
  ['a file name of Hangul', withServer({ file: '서버.py' }), 'bad-file-name'],
  ['an option for a file', withServer({ file: '-c.py' }), 'bad-file-name'],
  ['a file name that is too long', withServer({ file: `${'a'.repeat(62)}.py` }), 'bad-file-name'],
  ['two files of one name on one host', withServer({ host: 'client', file: 'client.py' }), 'same-file-twice'],
  ['a file over the limit', withServer({ text: '#'.repeat(MAX_FILE_BYTES + 1) }), 'file-too-large'],
  ['Hangul over the limit in bytes', withServer({ text: '가'.repeat(MAX_FILE_BYTES / 2) }), 'file-too-large'],
  ['too many arguments', withServer({ args: Array(MOST_ARGUMENTS + 1).fill('x') }), 'bad-arguments'],
  ['an argument that is too long', withServer({ args: ['x'.repeat(LONGEST_ARGUMENT + 1)] }), 'bad-arguments'],
  ['a NUL in an argument', withServer({ args: ['a\0b'] }), 'bad-arguments'],
  [
    'a rule for a link that is not there',
    setup({
      wire: {
        ...OPEN_WIRE,
        rules: [{ id: 'a', match: { link: 'moon' }, verb: 'drop', nth: 1, count: null, delayMs: 0 }],
      },
    }),
    'malformed-message',
  ],
])('%s is refused, and what is right still opens', async (_, message, code) => {
  await using opened = await openPage();
  const { page, stand } = opened;
  expect(await page.ask(message, 'refused')).toMatchObject({ request: 'workbench', code });
  expect(stand.boxes).toEqual([]);
  expect((await page.ask(setup(), 'opened')).lab).toBe('workbench');
  expect(stand.logged).toEqual([]);
});

test('what is exactly at its limit is taken, four whole files in one message too', async () => {
  await using opened = await openPage();
  const programs = numbered(MOST_PROGRAMS).map(program => ({
    ...program,
    text: '"'.repeat(MAX_FILE_BYTES), // of which JSON makes two characters
    args: Array(MOST_ARGUMENTS).fill('x'.repeat(LONGEST_ARGUMENT)),
  }));
  const message = setup({ programs });
  expect(JSON.stringify(message).length).toBeLessThan(MAX_MESSAGE_BYTES);
  const { channels } = await opened.page.ask(message, 'opened');
  expect(channels).toEqual({ 'server-0': 0, 'server-1': 1, 'server-2': 2, 'server-3': 3 });
});

test('a program may be called as what every object has, or as a shell is', async () => {
  await using opened = await openPage();
  const { page } = opened;
  const programs = ['constructor.py', 'shell_client.py'].map(file => ({ ...SERVER, file }));
  const { session, channels } = await page.ask(setup({ programs }), 'opened');
  expect(channels).toEqual({ 'program-constructor': 0, 'program-shell-client': 1 });
  const again = await page.ask({ type: 'resume', session, after: -1, received: {} }, 'opened');
  expect(again.channels).toEqual(channels);
});

test('a workbench that is refused has closed the lab before, as any opening does', async () => {
  await using opened = await openPage();
  const { page } = opened;
  await page.ask({ type: 'open', lab: 'cat', whatIf: null }, 'opened');
  await page.ask(setup({ network: 'moon' }), 'refused');
  expect((await page.ask({ type: 'next' }, 'refused')).code).toBe('no-box');
});

test('without a sandbox a workbench is refused with the reason', async () => {
  await using opened = await openPage({ canOpenBoxes: async () => ({ live: false, why: 'no bubblewrap' }) });
  expect(await opened.page.ask(setup(), 'refused')).toMatchObject({
    code: 'no-sandbox',
    detail: 'no bubblewrap',
  });
});

const edit = (edits: Record<string, string>, whatIf: string | null = null): OpenRequest => ({
  type: 'open',
  lab: 'echo-once',
  whatIf,
  edits,
});

test('a lab with an edit says which program is not the lab’s own, again when it is resumed', async () => {
  await using opened = await openPage({ loadScene });
  const { page } = opened;
  const { session, edited } = await page.ask(edit({ client: 'print("mine")\n' }), 'opened');
  expect(edited).toEqual(['client']);
  expect((await page.ask({ type: 'resume', session, after: -1 }, 'opened')).edited).toEqual(['client']);
});

test('an edit that changes nothing is none; two programs that share a file share its text', async () => {
  await using opened = await openPage({ loadScene });
  const { page } = opened;
  const original = loadScene('echo-once', null).programs.find(({ name }) => name === 'client')?.source ?? '';
  expect((await page.ask(edit({ client: original }), 'opened')).edited).toBeUndefined();
  const shared = await page.ask(edit({ 'server-2': 'print("mine")\n' }, 'two-servers'), 'opened');
  expect(shared.edited).toEqual(['server', 'server-2']);
});

test.each<[string, Record<string, string>, string]>([
  ['of a program that is not there', { nobody: '' }, 'unknown-program'],
  ['of what every object has', { constructor: '' }, 'unknown-program'],
  ['over the limit', { client: '#'.repeat(MAX_FILE_BYTES + 1) }, 'file-too-large'],
])('an edit %s is refused', async (_, edits, code) => {
  await using opened = await openPage({ loadScene });
  const { page, stand } = opened;
  expect(await page.ask(edit(edits), 'refused')).toMatchObject({ request: 'open', code });
  expect(stand.boxes).toEqual([]);
  expect((await page.ask(edit({}), 'opened')).lab).toBe('echo-once');
});
