/**
 * Scenes whose recordings stand in streams/: what a connection does when bytes are lost, read in pieces, sent
 * in more than a segment or into a full buffer, and the rarer ways through TCP's states.
 */
import type { Box } from '#driver/box';
import { openBox } from '#driver/open';
import type { TraceEvent } from '#protocol/events';
import { Rule } from '#protocol/wire';
import { frames } from '../sandbox/failures.ts';
import { sceneOfSources } from '../sandbox/scene.ts';
import { exit, listening, printed } from '../sandbox/seen.ts';
import type { RunName } from './run-traces.ts';

export type Run = {
  /** source by "name@host" */
  programs: Record<string, string>;
  rules?: Rule[];
  /** From the listening server to the end of what is told. */
  play: (box: Box) => Promise<void>;
};

const LISTENS = `import socket
s = socket.create_server(('0.0.0.0', 3333))
c, peer = s.accept()
`;
const CONNECTS = `import socket
s = socket.create_connection(('10.0.0.2', 3333))
`;
const drop = (id: string, match: Rule['match'], nth: number, count = 1): Rule =>
  Rule.parse({ id, match, verb: 'drop', nth, count });
const press = (box: Box, program: string): void => box.terminal(program)?.write('\n');
const ended =
  (...programs: string[]) =>
  async (box: Box) => {
    await Promise.all(programs.map(program => box.waitFor(exit(program))));
  };

/** Two sends are read by one recv; the answer is read four bytes at a time, and its letters have three each. */
const twoSendsOneRecv: Run = {
  programs: {
    'server@server': `${LISTENS}input('ready ')
data = c.recv(100)
c.sendall('${'안녕하세요'}'.encode())
c.close()
s.close()
`,
    'client@client': `${CONNECTS}s.sendall(b'hello ')
s.sendall(b'world\\n')
print('sent')
while s.recv(4):
    pass
s.close()
`,
  },
  async play(box) {
    await printed(box, 'client', 'sent');
    await box.settled();
    press(box, 'server');
    await ended('server', 'client')(box);
    // The minute of TIME-WAIT: who ended first is the last to be forgotten.
    const isTimeWait = (event: TraceEvent): boolean =>
      event.type === 'sockets' && event.sockets.some(({ state }) => state === 'TIME-WAIT');
    const { seq } = await box.waitFor(isTimeWait);
    await box.waitFor(event => event.type === 'sockets' && !isTimeWait(event), { after: seq + 1 });
  },
};

/** The second of three segments is lost once, and sent again when its timer has run out or copies have asked. */
const lostAndResent: Run = {
  programs: {
    'server@server': `${LISTENS}total = b''
while len(total) < 15:
    total += c.recv(100)
c.close()
s.close()
`,
    'client@client': `${CONNECTS}s.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
s.sendall(b'first')
s.sendall(b'lost!')
s.sendall(b'third')
s.recv(1)
s.close()
`,
  },
  rules: [drop('lose', { protocol: 'tcp', from: 'client', data: true }, 2)],
  play: ended('server', 'client'),
};

/** More than a segment in one sendall, read in pieces; the sender ends its direction and still listens. */
const halfClose: Run = {
  programs: {
    'server@server': `${LISTENS}total = 0
while data := c.recv(1000):
    total += len(data)
input('all read ')
c.sendall(b'got %d bytes' % total)
c.close()
s.close()
`,
    'client@client': `${CONNECTS}s.sendall(b'0123456789' * 400)
s.shutdown(socket.SHUT_WR)
print(s.recv(100))
s.recv(100)
s.close()
`,
  },
  async play(box) {
    await printed(box, 'server', 'all read');
    await box.settled();
    press(box, 'server');
    await ended('server', 'client')(box);
    await box.settled();
  },
};

const holdFin = (id: string, from: string): Rule =>
  Rule.parse({ id, match: { protocol: 'tcp', from, flags: ['FIN', 'ACK'] }, verb: 'hold' });

/** Both ends close before either has heard of it: CLOSING, and TIME-WAIT on both sides. */
const bothCloseAtOnce: Run = {
  programs: {
    'server@server': `${LISTENS}input('open ')
c.close()
s.close()
input('closed ')
`,
    'client@client': `${CONNECTS}input('open ')
s.close()
input('closed ')
`,
  },
  async play(box) {
    await Promise.all([printed(box, 'server', 'open'), printed(box, 'client', 'open')]);
    await box.settled();
    await box.setWire({ rules: [holdFin('fin-server', 'server'), holdFin('fin-client', 'client')] });
    for (const program of ['server', 'client']) press(box, program);
    await Promise.all([printed(box, 'server', 'closed'), printed(box, 'client', 'closed')]);
    // Their kernels have sent them again meanwhile.
    for (const host of ['server', 'client'])
      await box.waitFor(event => event.type === 'frame' && event.from === host && event.copyOf !== undefined);
    await box.setWire({ rules: [] });
    const held = await frames(box, 2, ({ fate }) => fate.includes('held'));
    // The server's first, so that it is the client that finds itself in CLOSING.
    for (const host of ['server', 'client'])
      for (const { id, from, fate } of held)
        if (from === host && !fate.includes('released')) await box.handleFrame(id, 'release');
    await box.settled();
  },
};

/** Both ends call connect() at the same time: a connection without anybody who listens. */
const bothConnectAtOnce: Run = {
  programs: {
    'server@server': `import socket
s = socket.socket()
s.bind(('10.0.0.2', 4002))
input('ready ')
s.connect(('10.0.0.1', 4001))
print('connected')
input()
`,
    'client@client': `import socket
s = socket.socket()
s.bind(('10.0.0.1', 4001))
input('ready ')
s.connect(('10.0.0.2', 4002))
print('connected')
input()
`,
  },
  rules: [Rule.parse({ id: 'hold-syn', match: { protocol: 'tcp', flags: ['SYN'] }, verb: 'hold' })],
  async play(box) {
    await Promise.all([printed(box, 'server', 'ready'), printed(box, 'client', 'ready')]);
    for (const program of ['server', 'client']) press(box, program);
    const held = await frames(box, 2, ({ fate }) => fate.includes('held'));
    await box.settled();
    await box.setWire({ rules: [] });
    for (const { id } of held) await box.handleFrame(id, 'release').catch(() => {});
    await Promise.all([printed(box, 'server', 'connected'), printed(box, 'client', 'connected')]);
    await box.settled();
  },
};

/** The server closes over bytes that it has not read: a reset, and the client's recv fails. */
const reset: Run = {
  programs: {
    'server@server': `${LISTENS}input('unread ')
c.close()
s.close()
`,
    'client@client': `${CONNECTS}s.sendall(b'never read')
print('sent')
input()
try:
    s.recv(100)
except ConnectionResetError as error:
    print(error)
input('reset ')
s.close()
`,
  },
  async play(box) {
    await printed(box, 'client', 'sent');
    await box.settled();
    press(box, 'server');
    await box.waitFor(exit('server'));
    press(box, 'client');
    await printed(box, 'client', 'reset ');
    await box.settled();
    press(box, 'client');
    await box.waitFor(exit('client'));
  },
};

/** The receiver does not read and its buffer is small: bytes wait in both buffers, the sender sleeps. */
const slowReader: Run = {
  programs: {
    'server@server': `import socket
s = socket.socket()
s.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
s.bind(('0.0.0.0', 3333))
s.listen()
c, peer = s.accept()
input('not reading ')
while c.recv(3000):
    pass
c.close()
s.close()
`,
    'client@client': `import socket
s = socket.socket()
s.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 2048)
s.connect(('10.0.0.2', 3333))
s.sendall(bytes(range(256)) * 60)
s.close()
`,
  },
  async play(box) {
    await box.waitFor(
      event => event.type === 'blocked' && event.program === 'client' && event.syscall === 'sendto',
    );
    await box.settled();
    press(box, 'server');
    await ended('server', 'client')(box);
    await box.settled();
  },
};

/** One datagram is lost, one does not fit where it is read, and one is empty. */
const datagrams: Run = {
  programs: {
    'server@server': `import socket
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
s.bind(('0.0.0.0', 9999))
t = socket.create_server(('0.0.0.0', 3333))
s.recvfrom(100)
s.recvfrom(4)
data, peer = s.recvfrom(100)
s.sendto(b'thanks', peer)
`,
    'client@client': `import socket
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
for data in (b'lost', b'whole', b'cut short', b''):
    s.sendto(data, ('10.0.0.2', 9999))
s.recvfrom(100)
s.close()
`,
  },
  rules: [drop('lose', { protocol: 'udp' }, 1)],
  play: ended('server', 'client'),
};

/** A backlog of 1 lets two in; the third waits in SYN-SENT until somebody is accepted. */
const fullQueue: Run = {
  programs: {
    'server@server': `import socket
s = socket.socket()
s.bind(('0.0.0.0', 3333))
s.listen(1)
input('full ')
s.accept()
input('one accepted ')
`,
    'client@client': `import socket
callers = [socket.socket() for _ in range(3)]
for each in callers:
    each.connect(('10.0.0.2', 3333))
`,
  },
  async play(box) {
    await frames(box, 4, ({ text, fate }) => text === 'SYN' && fate.includes('delivered'));
    await box.waitFor(event => event.type === 'counters' && (event.counters.TcpExtListenOverflows ?? 0) > 1);
    press(box, 'server');
    await box.waitFor(exit('client'));
    await box.settled();
  },
};

export const runs = {
  'two-sends-one-recv': twoSendsOneRecv,
  'lost-and-resent': lostAndResent,
  'half-close': halfClose,
  'both-close-at-once': bothCloseAtOnce,
  'both-connect-at-once': bothConnectAtOnce,
  reset,
  'slow-reader': slowReader,
  datagrams,
  'full-queue': fullQueue,
} satisfies Record<RunName, Run>;

export async function recordRun({ programs, rules = [], play }: Run): Promise<readonly TraceEvent[]> {
  await using box = await openBox(sceneOfSources('pair', programs));
  await box.setWire({ rules });
  await box.start('server', { mode: 'run' });
  if (programs['server@server']?.includes('3333')) await listening(box, 'server');
  await box.start('client', { mode: 'run' });
  await play(box);
  return [...box.trace];
}
