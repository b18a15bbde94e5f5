/**
 * What every kind of box must do, written against the interface alone. An implementation's test file
 * calls this with its own way of opening one.
 */
import { describe, expect, test } from 'vitest';
import { type Box, DialError } from '#driver/box';
import type { Scene } from '#protocol/lab';
import { dissect } from '#trace/dissect';
import { leaveNothing } from './leave-nothing.ts';
import { sceneOfSources, sceneOnLoopback } from './scene.ts';
import { exit, listening, printed, text } from './seen.ts';

const SERVER = `import socket
s = socket.create_server(('127.0.0.1', 0))
c, peer = s.accept()
c.sendall(c.recv(100).upper())
c.close()
`;
const TO_CHECKER = `import socket, sys
tcp = socket.create_connection(('127.0.0.1', int(sys.argv[1])))
tcp.sendall(b'tcp')
udp = socket.socket(type=socket.SOCK_DGRAM)
udp.sendto(b'udp', ('127.0.0.1', int(sys.argv[2])))
tcp.recv(1)
`;
const BOTH = `import socket
server = socket.create_server(('127.0.0.1', 0))
client = socket.create_connection(server.getsockname())
accepted, _ = server.accept()
waiting = socket.create_connection(server.getsockname())
accepted.sendall(b'ab')
udp = socket.socket(type=socket.SOCK_DGRAM)
udp.bind(('127.0.0.1', 0))
input()
`;
const PAIR_SERVER = `import socket
s = socket.create_server(('0.0.0.0', 3333))
c, peer = s.accept()
c.sendall(c.recv(100).upper())
c.close()
`;
const PAIR_CLIENT = `import socket
s = socket.create_connection(('10.0.0.2', 3333))
s.sendall(b'hello')
print(s.recv(100))
`;

export function boxConformance(kind: string, openBox: (scene: Scene) => Promise<Box>): void {
  describe(`a ${kind} box`, () => {
    leaveNothing();

    test('reports exit codes and the signal that ended a program', async () => {
      await using box = await openBox(
        sceneOnLoopback({
          'three@pc': 'import sys; sys.exit(3)',
          'killed@pc': 'import os, signal; os.kill(os.getpid(), signal.SIGTERM)',
        }),
      );
      for (const program of ['three', 'killed']) {
        await box.start(program, { mode: 'plain' });
        await box.waitFor(exit(program));
      }
      const ends = box.trace.filter(event => event.type === 'program-exited');
      expect(ends).toMatchObject([
        { program: 'three', code: 3, signal: null },
        { program: 'killed', code: null, signal: 'SIGTERM' },
      ]);
    });

    test('stops a program that ignores every polite signal', async () => {
      const stubborn =
        'import signal\nfor n in (1, 2, 15): signal.signal(n, signal.SIG_IGN)\nwhile True: pass\n';
      await using box = await openBox(sceneOnLoopback({ 'stubborn@pc': stubborn }));
      await box.start('stubborn', { mode: 'plain' });
      await box.stop('stubborn');
      expect(await box.waitFor(exit('stubborn'))).toMatchObject({ signal: 'SIGKILL' });
    });

    test('shows the kernel’s table of a host and lets a checker connect', async () => {
      await using box = await openBox(sceneOnLoopback({ 'server@pc': SERVER }));
      await box.start('server', { mode: 'plain' });
      const port = await portOf(box, 'server');
      await using peer = await box.dial('pc', '127.0.0.1', port);
      await peer.send(Buffer.from('abc'));
      const reply = await peer.receive(3, { timeoutMs: 5000 });
      expect(Buffer.from(reply.bytes).toString()).toBe('ABC');
      expect((await peer.receive(1, { timeoutMs: 5000 })).ended).toBe('eof');
      await box.waitFor(exit('server'));
      await expect(box.dial('pc', '127.0.0.1', port)).rejects.toThrow(DialError);
    });

    test('lets a checker listen, and be sent datagrams', async () => {
      await using box = await openBox(sceneOnLoopback({ 'client@pc': TO_CHECKER }));
      await using listener = await box.listen('pc', 0);
      await using datagrams = await box.openDatagrams('pc');
      // The kernel has chosen both ports: only its table knows that of the listener.
      const port = await portOf(box, null);
      const argv = ['python3', 'client.py', `${port}`, datagrams.address.split(':')[1] ?? ''];
      await box.start('client', { mode: 'plain', argv });
      const accepted = await listener.accept({ timeoutMs: 5000 });
      const heard = await accepted?.peer.receive(3, { timeoutMs: 5000 });
      expect(Buffer.from(heard?.bytes ?? []).toString()).toBe('tcp');
      const datagram = await datagrams.receive({ timeoutMs: 5000 });
      expect(Buffer.from(datagram?.bytes ?? []).toString()).toBe('udp');
      await accepted?.peer.close();
    });

    test('runs a program line by line, with its locals', async () => {
      await using box = await openBox(sceneOnLoopback({ 'steps@pc': 'a = 1\nb = a + 1\nprint(b)\n' }));
      await box.start('steps', { mode: 'paused' });
      for (let line = 1; line <= 3; line += 1) {
        await box.waitFor(event => event.type === 'line' && event.line === line);
        await box.step('steps', 'line');
      }
      await box.waitFor(exit('steps'));
      const third = box.trace.find(event => event.type === 'line' && event.line === 3);
      expect(third).toMatchObject({ locals: { a: '1', b: '2' }, file: 'steps.py', function: '<module>' });
      expect(text(box, 'steps')).toBe('2\r\n');
    });

    test('gives a program a terminal: typing, Ctrl-C, size', async () => {
      const program =
        "import os\nname = input('name: ')\nprint('hello', name, os.get_terminal_size())\ninput()\n";
      await using box = await openBox(sceneOnLoopback({ 'asks@pc': program }));
      const terminal = await box.start('asks', { mode: 'plain', cols: 72, rows: 20 });
      await box.waitFor(event => event.type === 'blocked' && event.syscall === 'read');
      terminal.write('하늘\n');
      await box.waitFor(() =>
        text(box, 'asks').includes('hello 하늘 os.terminal_size(columns=72, lines=20)'),
      );
      terminal.write('\x03');
      expect(await box.waitFor(exit('asks'))).toMatchObject({ code: null, signal: 'SIGINT' });
      expect(text(box, 'asks')).toContain('KeyboardInterrupt');
    });

    test('stops reading from a paused terminal and loses nothing', async () => {
      const flood = "for n in range(20000): print(n)\nprint('done')\n";
      await using box = await openBox(sceneOnLoopback({ 'flood@pc': flood }));
      const terminal = await box.start('flood', { mode: 'plain' });
      let shown = '';
      terminal.onOutput(bytes => {
        shown += Buffer.from(bytes).toString();
      });
      terminal.pause();
      await box.waitFor(event => event.type === 'blocked' && event.syscall === 'write');
      expect(shown.length).toBeLessThan(200_000);
      terminal.resume();
      await box.waitFor(exit('flood'));
      expect(shown.trimEnd().split('\r\n')).toEqual([
        ...Array.from({ length: 20000 }, (_, n) => `${n}`),
        'done',
      ]);
    });

    test('opens a shell on a host', async () => {
      await using box = await openBox(sceneOnLoopback({ 'waits@pc': 'input()' }));
      const shell = await box.openShell('pc');
      shell.write('echo $((6*7)); nc -h\n');
      await printed(box, 'shell-pc', '42');
      await printed(box, 'shell-pc', 'usage: nc');
    });

    test('tells of a connection of its programs, end by end', async () => {
      await using box = await openBox(sceneOnLoopback({ 'both@pc': BOTH }));
      await box.start('both', { mode: 'run' });
      await box.waitFor(event => event.type === 'blocked' && event.syscall === 'read');
      const rows = (await box.sockets()).get('pc') ?? [];
      const told = rows.map(
        ({ protocol, state, recvQ, owners }) => `${protocol} ${state} ${recvQ} ${owners[0]?.program}`,
      );
      expect(told.toSorted()).toEqual([
        'tcp ESTABLISHED 0 both',
        'tcp ESTABLISHED 0 both',
        'tcp ESTABLISHED 0 undefined', // waits in the accept queue
        'tcp ESTABLISHED 2 both',
        'tcp LISTEN 1 both',
        'udp null 0 both',
      ]);
    });

    test('numbers its events without a gap, in order of time', async () => {
      await using box = await openBox(sceneOnLoopback({ 'both@pc': BOTH }));
      const terminal = await box.start('both', { mode: 'run' });
      await box.waitFor(event => event.type === 'blocked' && event.syscall === 'read');
      terminal.write('\n');
      await box.waitFor(exit('both'));
      expectInOrder(box);
    });
  });
}

/** What a box must do that has several hosts and a wire between them. */
export function hostsConformance(kind: string, openBox: (scene: Scene) => Promise<Box>): void {
  describe(`the hosts of a ${kind} box`, () => {
    leaveNothing();

    test('joins two hosts by a wire that carries and records every frame', async () => {
      await using box = await openBox(
        sceneOfSources('pair', { 'server@server': PAIR_SERVER, 'client@client': PAIR_CLIENT }),
      );
      await runPair(box);
      expect(text(box, 'client')).toContain("b'HELLO'");
      const sent = box.trace
        .filter(event => event.type === 'frame' && event.verb === 'sent' && event.link === 'lan')
        .map(
          event => dissect(Buffer.from('bytes' in event ? (event.bytes ?? '') : '', 'base64')).summary.text,
        );
      expect(sent.slice(0, 2)).toEqual([
        'ARP who-has 10.0.0.2',
        expect.stringMatching(/^ARP 10\.0\.0\.2 is-at/),
      ]);
      expect(sent.filter(line => !line.startsWith('ARP')).slice(0, 4)).toEqual([
        'SYN',
        'SYN, ACK',
        'ACK',
        'PSH, ACK 5 bytes',
      ]);
    });

    test('have a table each, and let a checker connect', async () => {
      await using box = await openBox(sceneOfSources('pair', { 'server@server': PAIR_SERVER }));
      await expect(box.dial('client', '10.0.0.2', 3333)).rejects.toThrow(DialError);
      await box.start('server', { mode: 'plain' });
      await listening(box, 'server');
      await using peer = await box.dial('client', '10.0.0.2', 3333);
      await peer.send(Buffer.from('abc'));
      const reply = await peer.receive(3, { timeoutMs: 5000 });
      expect(Buffer.from(reply.bytes).toString()).toBe('ABC');
      expect((await peer.receive(1, { timeoutMs: 5000 })).ended).toBe('eof');
    });

    test('have their events numbered without a gap, in order of time', async () => {
      await using box = await openBox(
        sceneOfSources('pair', { 'server@server': PAIR_SERVER, 'client@client': PAIR_CLIENT }),
      );
      await runPair(box);
      expectInOrder(box);
    });
  });
}

/** The server until it listens, then the client to its end. */
async function runPair(box: Box): Promise<void> {
  await box.start('server', { mode: 'run' });
  await listening(box, 'server');
  await box.start('client', { mode: 'run' });
  await box.waitFor(exit('client'));
}

function expectInOrder(box: Box): void {
  expect(box.trace.map(event => event.seq)).toEqual(box.trace.map((_, index) => index));
  const times = box.trace.map(event => event.at);
  expect(times).toEqual(times.toSorted((one, other) => one - other));
}

/** Resolves with the port of the listener of a program, or of a checker: whatever the kernel has chosen. */
async function portOf(box: Box, program: string | null): Promise<number> {
  for (;;) {
    const rows = (await box.sockets()).get('pc') ?? [];
    const found = rows.find(
      ({ state, owners }) => state === 'LISTEN' && (owners[0]?.program ?? null) === program,
    );
    if (found !== undefined) return Number(found.local?.split(':').at(-1));
  }
}
