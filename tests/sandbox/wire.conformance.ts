/** What every kind of box must do with its wire and its hosts, written against the interface alone. */
import { describe, expect, test } from 'vitest';
import { type Box, DialError } from '#driver/box';
import type { Scene } from '#protocol/lab';
import { Impairment, Rule } from '#protocol/wire';
import { leaveNothing } from './leave-nothing.ts';
import { sceneOfSources } from './scene.ts';
import { exit, frame, framesOf, listening, printed, states, summaries, text } from './seen.ts';

const SERVER = `import socket
s = socket.create_server(('0.0.0.0', 3333))
c, peer = s.accept()
c.sendall(c.recv(100).upper())
c.close()
`;
const CLIENT = `import socket
s = socket.create_connection(('10.0.0.2', 3333))
s.sendall(b'hello')
print(s.recv(100))
`;
const hold = Rule.parse({ id: 'hold', match: { protocol: 'tcp', flags: ['SYN'] }, verb: 'hold', count: 1 });
const slow = (delayMs: number) => Impairment.parse({ link: 'lan', delayMs });

export function wireConformance(kind: string, openBox: (scene: Scene) => Promise<Box>): void {
  const pair = sceneOfSources('pair', { 'server@server': SERVER, 'client@client': CLIENT });
  const opened = async (scene: Partial<Scene> = {}): Promise<Box> => {
    const box = await openBox({ ...pair, ...scene });
    await box.start('server', { mode: 'run' });
    await listening(box, 'server');
    await box.start('client', { mode: 'run' });
    return box;
  };

  describe(`the wire of a ${kind} box`, () => {
    leaveNothing();

    test('holds a frame until it is released; copies of it wait with it', async () => {
      await using box = await opened({ wire: { mode: 'pass', impairments: [], rules: [hold] } });
      const syn = await frame(box, 'held', 'SYN');
      const copy = await box.waitFor(event => event.type === 'frame' && event.copyOf !== undefined);
      expect(copy).toMatchObject({ verb: 'sent', copyOf: syn });
      expect(await states(box, 'client')).toEqual(['SYN-SENT']);
      await box.handleFrame(syn, 'release');
      expect(framesOf(box.trace).some(({ id, verb }) => id === syn && verb === 'released')).toBe(true);
      await box.waitFor(exit('client'));
      expect(text(box, 'client')).toContain("b'HELLO'");
    });

    test('a frame that waits may be dropped or duplicated, and once only', async () => {
      await using box = await opened({ wire: { mode: 'step', impairments: [], rules: [] } });
      const syn = await frame(box, 'held', 'SYN');
      await box.handleFrame(syn, 'drop');
      await expect(box.handleFrame(syn, 'release')).rejects.toMatchObject({ code: 'no-such-frame' });
      await expect(box.handleFrame(4711, 'drop')).rejects.toMatchObject({ code: 'no-such-frame' });
      const again = await box.waitFor(
        event => event.type === 'frame' && event.verb === 'held' && event.id > syn,
      );
      if (again.type !== 'frame') throw new Error('unreachable');
      await box.handleFrame(again.id, 'duplicate');
      await box.waitFor(() => verbsOf(box, again.id).filter(verb => verb === 'delivered').length === 2);
      expect(verbsOf(box, syn)).toEqual(['sent', 'held', 'dropped']);
      expect(verbsOf(box, again.id)).toEqual([
        'sent',
        'held',
        'released',
        'duplicated',
        'delivered',
        'delivered',
      ]);
    });

    test('tells the setting that it was built with before anything else happens', async () => {
      await using box = await openBox({ ...pair, wire: { mode: 'step', impairments: [], rules: [] } });
      expect(await box.waitFor(event => event.type === 'wire')).toMatchObject({ mode: 'step' });
    });

    test('its setting is in force, and told, when a change of it resolves; the rest of it stays', async () => {
      await using box = await openBox({ ...pair, wire: { mode: 'pass', impairments: [], rules: [hold] } });
      await box.setWire({ mode: 'step' });
      await Promise.all([box.setWire({ impairments: [slow(1)] }), box.setWire({ mode: 'pass' })]);
      expect(box.trace.filter(event => event.type === 'wire')).toMatchObject([
        { mode: 'pass', impairments: [], rules: [hold] },
        { mode: 'step', impairments: [], rules: [hold] },
        { mode: 'step', impairments: [slow(1)], rules: [hold] },
        { mode: 'pass', impairments: [slow(1)], rules: [hold] },
      ]);
      const length = box.trace.length;
      await box.setWire({ mode: 'pass' });
      expect(box.trace.slice(length).filter(event => event.type === 'wire')).toEqual([]);
    });
  });

  describe(`a ${kind} box comes to rest`, () => {
    leaveNothing();

    test('with a frame held, although its kernel sends it again and again', async () => {
      await using box = await opened({ wire: { mode: 'step', impairments: [], rules: [] } });
      await box.handleFrame(await frame(box, 'held', 'SYN'), 'release');
      await frame(box, 'held', 'SYN, ACK');
      await box.waitFor(event => event.type === 'frame' && event.copyOf !== undefined);
      await box.settled({ limitMs: 60_000 });
      expect(await states(box, 'server')).toEqual(['LISTEN', 'SYN-RECEIVED']);
    });

    test('only when a slow wire has carried everything', async () => {
      await using box = await opened({ wire: { mode: 'pass', impairments: [slow(400)], rules: [] } });
      await box.waitFor(exit('client'));
      await box.settled({ limitMs: 300 });
      const idsOf = (wanted: string): number[] =>
        framesOf(box.trace).flatMap(({ verb, id }) => (verb === wanted ? [id] : []));
      expect(new Set(idsOf('delivered'))).toEqual(new Set(idsOf('sent')));
      expect([...summaries(box.trace).values()].filter(summary => summary.includes('FIN'))).toHaveLength(2);
      // One of them, or both, where the two FINs have met on the wire (RFC 9293, section 3.6).
      const left = [...(await states(box, 'server')), ...(await states(box, 'client'))];
      expect(new Set(left)).toEqual(new Set(['TIME-WAIT']));
    });

    test('only when what was lost has been sent again', async () => {
      const lose = Rule.parse({ id: 'lose', match: { protocol: 'tcp', data: true }, verb: 'drop', count: 1 });
      await using box = await opened({ wire: { mode: 'pass', impairments: [], rules: [lose] } });
      await box.waitFor(() => framesOf(box.trace).some(({ verb }) => verb === 'dropped'));
      await box.settled({ limitMs: 100 });
      const data = [...summaries(box.trace).values()].filter(summary => summary === 'PSH, ACK 5 bytes');
      expect(data).toHaveLength(3); // hello twice, HELLO once
    });

    test('in the end even when nothing ever arrives', async () => {
      await using box = await opened();
      await box.waitFor(exit('client'));
      await box.setWire({ impairments: [Impairment.parse({ link: 'lan', cut: true })] });
      await box.start('server', { mode: 'run' });
      await listening(box, 'server');
      await box.start('client', { mode: 'run' });
      await box.settled({ limitMs: 200 });
    });
  });

  describe(`the hosts of a ${kind} box`, () => {
    leaveNothing();

    const replaced = {
      what: 'address-replaced',
      host: 'client',
      interface: 'eth0',
      old: '10.0.0.1/24',
      address: '10.0.0.1/30',
    } as const;

    test('are changed, and tell it, when a change of the network resolves', async () => {
      await using box = await openBox(pair);
      await box.changeNetwork(replaced);
      const told = box.trace.findLast(event => event.type === 'network' && event.host === 'client');
      expect(told).toMatchObject({
        interfaces: [{ name: 'lo' }, { name: 'eth0', addresses: ['10.0.0.1/30'] }],
        routes: [{ to: '10.0.0.0/30' }],
      });
    });

    test('refuse in the kernel’s own words', async () => {
      await using box = await openBox(pair);
      const route = { what: 'route-added', host: 'client', to: 'default', via: '172.16.0.1' } as const;
      await expect(box.changeNetwork(route)).rejects.toMatchObject({
        code: 'change-refused',
        message: expect.stringMatching(/unreachable|gateway/),
      });
      await expect(box.changeNetwork({ ...route, host: 'nobody' })).rejects.toMatchObject({
        code: 'unknown-host',
      });
    });

    test('let a checker listen: connections of the past and of the future, each given once', async () => {
      const calls = `import socket
for _ in range(2): s = socket.create_connection(('10.0.0.2', 7777)); print(s.recv(9)); s.sendall(b'thanks')
`;
      await using box = await openBox(sceneOfSources('pair', { 'calls@client': calls }));
      await using listener = await box.listen('server', 7777);
      await expect(box.listen('server', 7777)).rejects.toThrow(DialError);
      await expect(box.listen('server', 7777)).rejects.toMatchObject({ errno: 98 });
      expect(await listener.accept({ timeoutMs: 1 })).toBeNull();
      await box.start('calls', { mode: 'plain' });
      await box.waitFor(event => event.type === 'blocked' && event.syscall === 'recvfrom');
      for (const greeting of ['one', 'two']) {
        const accepted = await listener.accept({ timeoutMs: 5000 });
        expect(accepted?.address).toMatch(/^10\.0\.0\.1:\d+$/);
        await accepted?.peer.send(Buffer.from(greeting));
        const answer = await accepted?.peer.receive(6, { timeoutMs: 5000 });
        expect(Buffer.from(answer?.bytes ?? []).toString()).toBe('thanks');
      }
      await listener.close();
      expect(await listener.accept({ timeoutMs: 5000 })).toBeNull();
      await expect(box.dial('client', '10.0.0.2', 7777)).rejects.toMatchObject({ errno: 111 });
    });
  });

  describe(`a shell in a ${kind} box`, () => {
    leaveNothing();

    const PROMPT = 'learner@server:~$ ';

    test('is bash on its host, with job control and Ctrl-C', async () => {
      await using box = await openBox(pair);
      const shell = await box.openShell('server', { cols: 77, rows: 21 });
      await printed(box, 'shell-server', PROMPT);
      shell.write('stty size; hostname; ip -brief addr show eth0; ss -tln\n');
      await printed(box, 'shell-server', 'Local Address');
      expect(text(box, 'shell-server')).toMatch(/21 77\r\nserver\r\neth0\S* +UP +10\.0\.0\.2\/24/);
      shell.write('(echo slee""ping; sleep 1000)\n');
      await printed(box, 'shell-server', 'sleeping');
      shell.write('\x03');
      await box.waitFor(() => (text(box, 'shell-server').split('^C')[1] ?? '').includes(PROMPT));
      shell.write('sleep 1000 & jobs; echo job""s\n');
      await printed(box, 'shell-server', 'jobs\r\n');
      expect(text(box, 'shell-server')).toMatch(/\[1\]\S* +Running +sleep 1000 &/);
      expect(text(box, 'shell-server')).not.toMatch(/job control|terminal process group/);
    });

    test('is one per host while it runs, and another after its end', async () => {
      await using box = await openBox(pair);
      const [first, again] = await Promise.all([box.openShell('server'), box.openShell('server')]);
      expect(again).toBe(first);
      expect(box.terminal('shell-server')).toBe(first);
      await printed(box, 'shell-server', PROMPT);
      const other = await box.openShell('client');
      expect(other).not.toBe(first);
      first.write('exit 7\n');
      expect(await box.waitFor(exit('shell-server'))).toMatchObject({ host: 'server', code: 7 });
      const second = await box.openShell('server');
      expect(second).not.toBe(first);
      second.write('echo a""live\n');
      await printed(box, 'shell-server', 'alive');
      expect(box.trace.filter(event => event.type === 'program-started')).toMatchObject([
        { host: 'server', program: 'shell-server', argv: ['bash', '--norc', '--noprofile'] },
        { host: 'client', program: 'shell-client' },
        { host: 'server', program: 'shell-server' },
      ]);
      await box.stop('shell-server');
      const exits = box.trace.filter(event => event.type === 'program-exited');
      expect(exits.at(-1)).toMatchObject({ program: 'shell-server', signal: 'SIGKILL' });
    });

    test('needs a host', async () => {
      await using box = await openBox(pair);
      await expect(box.openShell('nowhere')).rejects.toMatchObject({ code: 'unknown-host' });
    });
  });
}

const verbsOf = (box: Box, id: number): string[] =>
  framesOf(box.trace)
    .filter(each => each.id === id)
    .map(({ verb }) => verb);
