/** The lab socket: who may connect, and that nothing a page sends brings the server down. */
import { expect, test } from 'vitest';
import { MAX_FILE_BYTES, MAX_MESSAGE_BYTES } from '#protocol/messages';
import { Page } from './page.ts';
import { openStand } from './stand.ts';

test.each([
  ['a foreign Origin', { Origin: 'http://evil.example' }],
  ['an Origin on another port', { Origin: 'http://127.0.0.1:1' }],
  ['a sandboxed frame, Origin null', { Origin: 'null' }],
  ['a foreign Host (DNS rebinding)', { Host: 'evil.example' }],
])('an upgrade with %s is refused with 403', async (_, headers) => {
  await using stand = await openStand();
  await expect(Page.connect(stand.port, headers)).rejects.toThrow('status 403');
});

test('our own Origin is let in, by each name of the loopback', async () => {
  await using stand = await openStand();
  for (const name of ['127.0.0.1', 'localhost', '[::1]']) {
    const host = `${name}:${stand.port}`;
    await using page = await Page.connect(stand.port, { Host: host, Origin: `http://${host}` });
    expect((await page.ask({ type: 'next' }, 'refused')).code).toBe('no-box');
  }
});

test('upgrades for other paths are left to others, and refused when there are none', async () => {
  await using shared = await openStand();
  shared.server.on('upgrade', (request, socket) => {
    if (request.url === '/hot-reload') socket.end('HTTP/1.1 418 Teapot\r\n\r\n');
  });
  await expect(Page.connect(shared.port, {}, '/hot-reload')).rejects.toThrow('status 418');
  await using alone = await openStand({ alone: true });
  await expect(Page.connect(alone.port, {}, '/hot-reload')).rejects.toThrow('status 404');
});

test('under a base path the socket is there and nowhere else', async () => {
  await using stand = await openStand({ base: '/course/', alone: true });
  await using page = await Page.connect(stand.port, {}, '/course/lab');
  expect((await page.ask({ type: 'next' }, 'refused')).code).toBe('no-box');
  await expect(Page.connect(stand.port, {}, '/lab')).rejects.toThrow('status 404');
});

test.each([
  ['no JSON', '{"type":', 'unknown'],
  ['JSON that is no message', '[1]', 'unknown'],
  ['an unknown type', '{"type":"format-disk"}', 'format-disk'],
  ['a field of a wrong type', '{"type":"open","lab":7,"whatIf":null}', 'open'],
  ['a path for a lab', '{"type":"open","lab":"../../etc","whatIf":null}', 'open'],
  ['a path for an exercise', '{"type":"file-read","exercise":"../secret"}', 'file-read'],
  ['a size that is no terminal', '{"type":"resize","program":"client","cols":1e9,"rows":1}', 'resize'],
])('%s is refused as malformed, and the connection goes on', async (_, raw, request) => {
  await using stand = await openStand();
  await using page = await Page.connect(stand.port);
  page.sendRaw(raw);
  expect(await page.got('refused')).toMatchObject({ request, code: 'malformed-message' });
  expect((await page.ask({ type: 'file-read', exercise: 'echo-once' }, 'file')).isStarter).toBe(true);
});

test('bytes for no terminal are harmless', async () => {
  await using stand = await openStand();
  await using page = await Page.connect(stand.port);
  page.sendRaw(new Uint8Array([]));
  page.sendRaw(new Uint8Array([0, 65]));
  await page.ask({ type: 'open', lab: 'cat', whatIf: null }, 'opened');
  page.sendRaw(new Uint8Array([]));
  page.sendRaw(new Uint8Array([200, 65]));
  page.type(0, 'hello\n');
  await page.until(() => page.text(0).includes('hello'));
  expect(stand.logged).toEqual([]);
});

test('a message over the limit closes its own connection with 1009 and no other', async () => {
  await using stand = await openStand();
  await using other = await Page.connect(stand.port);
  await using page = await Page.connect(stand.port);
  page.sendRaw('x'.repeat(MAX_MESSAGE_BYTES + 1));
  await page.until(() => page.closeCode !== null);
  expect(page.closeCode).toBe(1009);
  expect((await other.ask({ type: 'next' }, 'refused')).code).toBe('no-box');
});

test('a file over its own limit is refused with its own code', async () => {
  await using stand = await openStand();
  await using page = await Page.connect(stand.port);
  const { hash } = await page.ask({ type: 'file-read', exercise: 'echo-once' }, 'file');
  const text = '#'.repeat(MAX_FILE_BYTES + 1);
  const save = { type: 'file-save', exercise: 'echo-once', text, base: hash } as const;
  expect((await page.ask(save, 'refused')).code).toBe('file-too-large');
});
