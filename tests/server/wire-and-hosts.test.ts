/** What a page may do to the wire and the hosts of its lab, over a real socket. */
import { expect, test, vi } from 'vitest';
import type { PageMessage } from '#protocol/messages';
import { OPEN_WIRE } from '#protocol/scene';
import { Page } from './page.ts';
import { NO_FRAME } from './pty-box.ts';
import { openStand } from './stand.ts';

const open = { type: 'open', lab: 'cat', whatIf: null } as const;
const shell = { type: 'shell', host: 'pc' } as const;
const remove = { what: 'route-removed', host: 'pc', to: 'default' } as const;
const add = { what: 'route-added', host: 'pc', to: 'default', via: '10.0.0.1' } as const;
/** Of the lab `cat`, whose one program has channel 0. */
const SHELL = 1;

test('the wire and the network are commanded in the order in which the page asks', async () => {
  await using stand = await openStand();
  await using page = await Page.connect(stand.port);
  await page.ask(open, 'opened');
  const setting = { ...OPEN_WIRE, mode: 'step' } as const;
  page.send({ type: 'wire-set', setting });
  page.send({ type: 'wire-frame', frame: 7, verb: 'duplicate' });
  page.send({ type: 'network-change', change: add });
  await page.ask({ type: 'wire-frame', frame: NO_FRAME, verb: 'drop' }, 'refused');
  expect(stand.boxes[0]?.asked).toEqual([
    { setWire: setting },
    { handleFrame: 7, verb: 'duplicate' },
    { changeNetwork: add },
  ]);
});

test('refusals carry their code, and for a network change the kernel’s words', async () => {
  await using stand = await openStand();
  await using page = await Page.connect(stand.port);
  const refusal = async (message: PageMessage) => await page.ask(message, 'refused');
  expect(await refusal(shell)).toMatchObject({ request: 'shell', code: 'no-box' });
  await page.ask(open, 'opened');
  expect(await refusal({ type: 'shell', host: 'nowhere' })).toMatchObject({ code: 'unknown-host' });
  expect(await refusal({ type: 'wire-frame', frame: NO_FRAME, verb: 'drop' })).toMatchObject({
    request: 'wire-frame',
    code: 'no-such-frame',
  });
  expect(await refusal({ type: 'network-change', change: remove })).toMatchObject({
    request: 'network-change',
    code: 'change-refused',
    detail: 'No such process',
  });
  expect(stand.logged).toEqual([]);
});

test.each([
  ['an address that is none', { type: 'network-change', change: { ...add, via: '10.0.0.1; reboot' } }],
  [
    'an interface that is none',
    { type: 'network-change', change: { what: 'interface-set', host: 'pc', interface: '-h', up: true } },
  ],
  ['a rule without a verb', { type: 'wire-set', setting: { rules: [{ id: 'r', match: {} }] } }],
  ['a verb that no frame knows', { type: 'wire-frame', frame: 1, verb: 'eat' }],
  ['a host that is a path', { type: 'shell', host: '../etc' }],
])('%s reaches no box', async (_, message) => {
  await using stand = await openStand();
  await using page = await Page.connect(stand.port);
  await page.ask(open, 'opened');
  page.sendRaw(JSON.stringify(message));
  expect((await page.got('refused')).code).toBe('malformed-message');
  expect(stand.boxes[0]?.asked).toEqual([]);
  expect(stand.boxes[0]?.ptys.size).toBe(1);
});

test('a shell is announced with a channel of its own, and takes keys, sizes and credit', async () => {
  await using stand = await openStand();
  await using page = await Page.connect(stand.port);
  await page.ask(open, 'opened');
  const terminal = await page.ask(shell, 'terminal');
  expect(terminal).toEqual({ type: 'terminal', program: 'shell-pc', host: 'pc', channel: SHELL });
  page.send({ type: 'resize', program: 'shell-pc', cols: 91, rows: 17 });
  page.type(SHELL, 'stty size\n');
  await page.until(() => page.text(SHELL).includes('17 91'));
  page.type(SHELL, 'yes | head -c 300000; echo the-end\n');
  await page.until(() => {
    page.send({ type: 'credit', program: 'shell-pc', bytes: 1 << 17 });
    return page.text(SHELL).includes('the-end\r\n');
  });
});

test('asking again for a shell that runs gives the same, and asking after its end a new one in its place', async () => {
  await using stand = await openStand();
  await using page = await Page.connect(stand.port);
  await page.ask(open, 'opened');
  await page.ask(shell, 'terminal');
  page.type(SHELL, 'remembered=yes\n');
  expect((await page.ask(shell, 'terminal')).channel).toBe(SHELL);
  page.type(SHELL, 'echo again $remembered; exit\n');
  await page.until(() => page.text(SHELL).includes('again yes'));
  await vi.waitUntil(() => stand.boxes[0]?.shells.size === 0);
  expect((await page.ask(shell, 'terminal')).channel).toBe(SHELL);
  page.type(SHELL, 'echo anew $remembered.\n');
  await page.until(() => page.text(SHELL).includes('anew .'));
  expect(page.text(SHELL)).toContain('again yes');
});

test('a page that comes back gets the channels of the shells and what they printed meanwhile', async () => {
  await using stand = await openStand();
  const first = await Page.connect(stand.port);
  const { session } = await first.ask(open, 'opened');
  await first.ask(shell, 'terminal');
  first.type(SHELL, 'echo be""fore\n');
  await first.until(() => first.text(SHELL).includes('before'));
  first.cut();
  const received = { 'shell-pc': first.output.get(SHELL)?.length ?? 0 };
  stand.boxes[0]?.ptys.get('shell-pc')?.write('echo mean""while\n');
  await using second = await Page.connect(stand.port);
  const opened = await second.ask({ type: 'resume', session, after: -1, received }, 'opened');
  expect(opened.channels).toEqual({ client: 0, 'shell-pc': SHELL });
  await second.until(() => second.text(SHELL).includes('meanwhile'));
  expect(second.text(SHELL)).not.toContain('before');
});
