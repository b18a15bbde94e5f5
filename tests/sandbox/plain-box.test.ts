import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import { describe, expect, test, vi } from 'vitest';
import { openPlainBox } from '#driver/open';
import { labNames, loadLab, loadScene } from '#driver/scenes';
import { recordWalk } from '#driver/walk';
import { fitsPlainBox, isSeenInPlainBox } from '#protocol/plain-box';
import { outcomeOf } from '#trace/probes';
import { recordings } from '../trace/recordings.ts';
import { boxConformance } from './box.conformance.ts';
import { digest } from './digest.ts';
import { leaveNothing } from './leave-nothing.ts';
import { isAlive, PLAIN_FOLDER, plainFolders } from './leftovers.ts';
import { sceneOfSources, sceneOnLoopback } from './scene.ts';
import { exit, text } from './seen.ts';

boxConformance('plain', openPlainBox);

const recorded = new Map((await recordings()).map(({ name, trace }) => [name, trace]));
const fitting = (await labNames()).flatMap(lab =>
  [null, ...loadLab(lab).whatIfs.map(({ id }) => id)]
    .filter(whatIf => fitsPlainBox(loadScene(lab, whatIf)))
    .map(whatIf => ({ lab, whatIf })),
);

/** Less what is the plain box's own: where its files lie, and the words with which it refuses. */
function told(trace: Parameters<typeof digest>[0]) {
  const { flows, output, moves } = digest(trace);
  const ours = [new RegExp(`${PLAIN_FOLDER.source}(?=/work/)`, 'g'), / ?: here is 127\.0\.0\.0\/8 [^)]*\)/g];
  const plainly = (said: string): string => ours.reduce((left, what) => left.replaceAll(what, ''), said);
  return {
    flows,
    output: Object.fromEntries(Object.entries(output).map(([name, said]) => [name, plainly(said)])),
    moves: moves.map(({ move, sockets }) => ({ move, sockets })),
  };
}

describe.each(fitting)('$lab, what-if $whatIf, in a plain box', ({ lab, whatIf }) => {
  leaveNothing();

  test('does what it did in a full one, shows the same sockets, and answers alike what it can', {
    // The gate runs every walk anew; `npm run prove` every what-if as well.
    tags: whatIf === null ? [] : ['prove'],
  }, async () => {
    const before = recorded.get(`${lab} ${whatIf ?? ''}`.trimEnd()) ?? [];
    const fresh = await recordWalk(lab, whatIf, { open: openPlainBox });
    expect(told(fresh)).toEqual(told(before));
    for (const asked of loadScene(lab, whatIf).predictions.filter(({ probe }) => isSeenInPlainBox(probe)))
      expect(outcomeOf(asked, fresh)?.value, asked.id).toBe(outcomeOf(asked, before)?.value);
    expect(fresh.filter(({ type }) => type === 'frame' || type === 'network')).toEqual([]);
  });
});

describe('a plain box', () => {
  leaveNothing();

  test('is refused to a scene that asks for more', async () => {
    for (const scene of [
      sceneOfSources('pair', {}),
      sceneOfSources('solo', {}), // nobody has said that it makes sense on loopback
      { ...sceneOnLoopback({}), network: sceneOfSources('pair', {}).network },
      loadScene('bind-a-port', 'port-80'), // changes its host's network
    ])
      await expect(openPlainBox(scene)).rejects.toThrow('needs more than a plain box has');
  });

  test('refuses what it has not, with a code', async () => {
    await using box = await openPlainBox(sceneOnLoopback({}));
    const code = 'plain-box';
    await expect(box.setWire({ mode: 'step' })).rejects.toMatchObject({ code });
    await expect(box.handleFrame(1, 'release')).rejects.toMatchObject({ code });
    const change = { what: 'privileged-ports-set', host: 'pc', below: 0 } as const;
    await expect(box.changeNetwork(change)).rejects.toMatchObject({ code });
    await box.settled();
  });

  test('has the machine’s ports: one that is taken is taken', async () => {
    await using server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as { port: number };
    const program = `import socket\nsocket.create_server(('0.0.0.0', ${port}))\n`;
    await using box = await openPlainBox(sceneOnLoopback({ 'late@pc': program }));
    await box.start('late', { mode: 'run' });
    await box.waitFor(exit('late'));
    expect(text(box, 'late')).toContain('OSError: [Errno 98] Address already in use');
    const all = box.trace.flatMap(event => (event.type === 'sockets' ? event.sockets : []));
    expect(all.filter(({ state }) => state === 'LISTEN')).toEqual([]); // the server's is no row of the box's
  });

  test('does not show what a box before has left at its ports', async () => {
    const server = (port: number): string => `import socket
listener = socket.create_server(('127.0.0.1', ${port}))
if not ${port}:
    caller = socket.create_connection(listener.getsockname())
    accepted, _ = listener.accept()
    accepted.close() # the side that closes first has to wait (TIME-WAIT), here that of the listener
    caller.close()
print(listener.getsockname()[1])
input()
`;
    const rowsOf = async (port: number) => {
      await using box = await openPlainBox(sceneOnLoopback({ 'server@pc': server(port) }));
      await box.start('server', { mode: 'plain' });
      await box.waitFor(event => event.type === 'blocked' && event.syscall === 'read');
      return { port: Number(text(box, 'server')), rows: (await box.sockets()).get('pc') };
    };
    const before = await rowsOf(0);
    expect((await rowsOf(before.port)).rows).toMatchObject([{ state: 'LISTEN' }]);
  });

  test('leaves no file when it is closed', async () => {
    await using box = await openPlainBox(sceneOnLoopback({ 'writes@pc': FILES }));
    await box.start('writes', { mode: 'plain' });
    await box.waitFor(exit('writes'));
    const [folder = ''] = PLAIN_FOLDER.exec(text(box, 'writes')) ?? [];
    expect(existsSync(`${folder}/work/a`)).toBe(true);
    await box.close();
    expect(existsSync(folder)).toBe(false);
  });

  test('is gone with its server, however that ends', async () => {
    const script = fileURLToPath(new URL('./hold-a-plain-box.ts', import.meta.url));
    const server = spawn(process.execPath, [script], { stdio: ['ignore', 'pipe', 'inherit'] });
    const [line] = (await once(server.stdout.setEncoding('utf8'), 'data')) as [string];
    const pids = JSON.parse(line) as number[];
    expect(pids.length).toBeGreaterThan(3); // keeper, supervisor, join helper, program
    expect(pids.every(isAlive)).toBe(true);
    const [folder = ''] = plainFolders(pids);
    expect(existsSync(folder)).toBe(true);
    server.kill('SIGKILL');
    await once(server, 'exit');
    await vi.waitFor(() => expect(pids.filter(isAlive)).toEqual([]), { timeout: 5000 });
    await vi.waitFor(() => expect(existsSync(folder)).toBe(false), { timeout: 5000 });
  });
});

const FILES = `import os
os.makedirs('a/b')
open('a/b/c', 'w').close()
os.symlink('/etc/passwd', 'a/link')
os.symlink('/', 'a/root')
os.chmod('a/b', 0)
os.mkdir('..locked', 0)
print(os.getcwd())
`;
