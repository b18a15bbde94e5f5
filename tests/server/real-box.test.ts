/** From the page's message to a real kernel and back: the wire, the hosts and a shell of a Linux box. */
import { expect, test } from 'vitest';
import { openBox } from '#driver/open';
import { loadScene, setupScene } from '#driver/scenes';
import { createWalk } from '#driver/walk';
import type { TraceEvent } from '#protocol/events';
import { OPEN_WIRE } from '#protocol/scene';
import { sceneOfSources } from '../sandbox/scene.ts';
import { summaries } from '../sandbox/seen.ts';
import { Page } from './page.ts';
import { openStand } from './stand.ts';

const SERVER = `import socket
s = socket.create_server(('0.0.0.0', 3333))
while True: s.accept()
`;
const CALL = `python3 -c "import socket; socket.create_connection(('10.0.0.2', 3333)); print('con' 'nected')"`;
/** The scene's one program has channel 0. */
const SHELL = 1;

const traceOf = (page: Page): TraceEvent[] => page.all('trace').flatMap(({ events }) => events);

async function openReal() {
  const scene = sceneOfSources('pair', { 'server@server': SERVER });
  const stand = await openStand({}, { openBox, createWalk, loadScene: () => scene });
  const page = await Page.connect(stand.port);
  await page.ask({ type: 'open', lab: 'test', whatIf: null }, 'opened');
  return {
    page,
    async [Symbol.asyncDispose]() {
      await page[Symbol.asyncDispose]();
      await stand[Symbol.asyncDispose]();
    },
  };
}

test('keys typed while a shell is opened again are for the new one', async () => {
  await using real = await openReal();
  const { page } = real;
  await page.ask({ type: 'shell', host: 'client' }, 'terminal');
  await page.until(() => page.text(SHELL).endsWith('learner@client:~$ '));
  page.type(SHELL, 'exit\n');
  await page.until(() =>
    traceOf(page).some(event => event.type === 'program-exited' && event.program === 'shell-client'),
  );
  page.send({ type: 'shell', host: 'client' });
  page.type(SHELL, "echo once 'm'ore\n");
  await page.until(() => page.text(SHELL).includes('once more'));
});

test('a program in a shell is held up by the wire until the page releases each frame', async () => {
  await using real = await openReal();
  const { page } = real;
  await page.until(() => traceOf(page).some(event => event.type === 'line'));
  page.send({ type: 'step', program: 'server', how: 'run' });
  await page.until(() => traceOf(page).some(event => event.type === 'call' && event.call === 'accept'));
  page.send({ type: 'wire-set', setting: { ...OPEN_WIRE, mode: 'step' } });
  await page.until(() => traceOf(page).some(event => event.type === 'wire' && event.mode === 'step'));
  expect(await page.ask({ type: 'shell', host: 'client' }, 'terminal')).toMatchObject({ channel: SHELL });
  await page.until(() => page.text(SHELL).endsWith('learner@client:~$ '));
  page.type(SHELL, `${CALL}\n`);
  for (const summary of ['SYN', 'SYN, ACK']) {
    expect(page.text(SHELL)).not.toContain('connected');
    const held = (event: TraceEvent): boolean =>
      event.type === 'frame' && event.verb === 'held' && summaries(traceOf(page)).get(event.id) === summary;
    await page.until(() => traceOf(page).some(held));
    const found = traceOf(page).find(held);
    if (found?.type !== 'frame') throw new Error('unreachable');
    page.send({ type: 'wire-frame', frame: found.id, verb: 'release' });
  }
  await page.until(() => page.text(SHELL).includes('connected'));
  expect(page.all('refused')).toEqual([]);
});

test('a change of a host is told to the page, and a refusal in the kernel’s words', async () => {
  await using real = await openReal();
  const { page } = real;
  const change = { what: 'route-added', host: 'client', to: 'default', via: '10.0.0.2' } as const;
  page.send({ type: 'network-change', change });
  await page.until(() =>
    traceOf(page).some(
      event =>
        event.type === 'network' &&
        event.routes.some(({ to, via }) => to === 'default' && via === change.via),
    ),
  );
  const again = await page.ask({ type: 'network-change', change }, 'refused');
  expect(again).toMatchObject({ request: 'network-change', code: 'change-refused', detail: 'File exists' });
  const nowhere = await page.ask({ type: 'shell', host: 'nowhere' }, 'refused');
  expect(nowhere).toMatchObject({ request: 'shell', code: 'unknown-host' });
  const gone = await page.ask({ type: 'wire-frame', frame: 9, verb: 'drop' }, 'refused');
  expect(gone).toMatchObject({ request: 'wire-frame', code: 'no-such-frame' });
});

test('programs of the workbench run on their hosts with their arguments, and as they were sent', async () => {
  const parts = { openBox, createWalk, setupScene };
  await using stand = await openStand({}, parts);
  await using page = await Page.connect(stand.port);
  const text = 'import socket, sys\nprint(socket.gethostname(), sys.argv, "가")\n';
  const programs = ['server', 'client'].map(host => ({ host, file: 'hello.py', text, args: ['a b', ''] }));
  const { channels } = await page.ask({ type: 'workbench', network: 'pair', programs }, 'opened');
  expect(channels).toEqual({ hello: 0, 'hello-2': 1 });
  for (const program of Object.keys(channels)) {
    await page.until(() => traceOf(page).some(event => event.type === 'line' && event.program === program));
    page.send({ type: 'step', program, how: 'run' });
  }
  for (const [channel, host] of ['server', 'client'].entries())
    await page.until(() => page.text(channel).includes(`${host} ['hello.py', 'a b', ''] 가`));
  expect((await page.ask({ type: 'next' }, 'next-done')).move).toBeNull();
  expect(page.all('refused')).toEqual([]);
});

test('an edit runs in place of the lab’s own text, and a fresh box without it runs the original', async () => {
  await using stand = await openStand({}, { openBox, createWalk, loadScene });
  await using page = await Page.connect(stand.port);
  const edits = { server: 'raise SystemExit("mine")\n' };
  expect((await page.ask({ type: 'open', lab: 'echo-once', whatIf: null, edits }, 'opened')).edited).toEqual([
    'server',
  ]);
  await page.until(() => traceOf(page).some(event => event.type === 'line' && event.program === 'server'));
  page.send({ type: 'step', program: 'server', how: 'run' });
  await page.until(() => page.text(0).includes('mine'));
  const { edited } = await page.ask({ type: 'open', lab: 'echo-once', whatIf: null }, 'opened');
  expect(edited).toBeUndefined();
});
