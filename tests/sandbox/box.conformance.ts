/**
 * What every kind of box must do, written against the interface alone. An implementation's test file
 * calls this with its own way of opening one.
 */
import { describe, expect, test } from 'vitest';
import { type Box, DialError } from '#driver/box';
import type { Scene } from '#protocol/lab';
import { dissect } from '#trace/dissect';
import { leaveNothing } from './leave-nothing.ts';
import { sceneOfSources } from './scene.ts';
import { exit, listening, text } from './seen.ts';

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

export function boxConformance(kind: string, openBox: (scene: Scene) => Promise<Box>): void {
  describe(`a ${kind} box`, () => {
    leaveNothing();

    test('joins two hosts by a wire that carries and records every frame', async () => {
      await using box = await openBox(
        sceneOfSources('pair', { 'server@server': SERVER, 'client@client': CLIENT }),
      );
      await box.start('server', { mode: 'run' });
      await listening(box, 'server');
      await box.start('client', { mode: 'run' });
      await box.waitFor(exit('client'));
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

    test('reports exit codes and the signal that ended a program', async () => {
      await using box = await openBox(
        sceneOfSources('solo', {
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
      await using box = await openBox(sceneOfSources('solo', { 'stubborn@pc': stubborn }));
      await box.start('stubborn', { mode: 'plain' });
      await box.stop('stubborn');
      expect(await box.waitFor(exit('stubborn'))).toMatchObject({ signal: 'SIGKILL' });
    });

    test('shows the kernel’s table of each host and lets a checker connect', async () => {
      await using box = await openBox(sceneOfSources('pair', { 'server@server': SERVER }));
      await expect(box.dial('client', '10.0.0.2', 3333)).rejects.toThrow(DialError);
      await box.start('server', { mode: 'plain' });
      await listening(box, 'server');
      await using peer = await box.dial('client', '10.0.0.2', 3333);
      await peer.send(Buffer.from('abc'));
      const reply = await peer.receive(3, { timeoutMs: 5000 });
      expect(Buffer.from(reply.bytes).toString()).toBe('ABC');
      expect((await peer.receive(1, { timeoutMs: 5000 })).ended).toBe('eof');
    });

    test('runs a program line by line, with its locals', async () => {
      await using box = await openBox(sceneOfSources('solo', { 'steps@pc': 'a = 1\nb = a + 1\nprint(b)\n' }));
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
      await using box = await openBox(sceneOfSources('solo', { 'asks@pc': program }));
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
      await using box = await openBox(sceneOfSources('solo', { 'flood@pc': flood }));
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

    test('numbers its events without a gap, in order of time', async () => {
      await using box = await openBox(
        sceneOfSources('pair', { 'server@server': SERVER, 'client@client': CLIENT }),
      );
      await box.start('server', { mode: 'run' });
      await listening(box, 'server');
      await box.start('client', { mode: 'run' });
      await box.waitFor(exit('client'));
      expect(box.trace.map(event => event.seq)).toEqual(box.trace.map((_, index) => index));
      const times = box.trace.map(event => event.at);
      expect(times).toEqual(times.toSorted((one, other) => one - other));
    });
  });
}
