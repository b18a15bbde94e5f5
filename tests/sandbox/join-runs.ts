/** Real runs in which things that look alike must be told apart; every send has bytes of its own. */
import { openBox } from '#driver/open';
import type { TraceEvent } from '#protocol/events';
import type { Scene } from '#protocol/lab';
import { OPEN_WIRE } from '#protocol/scene';
import { Rule } from '#protocol/wire';
import { sceneOfSources } from './scene.ts';
import { exit, listening } from './seen.ts';

export type Run = { server: string; client: string; wire?: Partial<Scene['wire']> };

/** Two clients at once, answered in the other order than they came. */
const twoConnections: Run = {
  server: `import socket
s = socket.create_server(('', 3333))
a, _ = s.accept()
b, _ = s.accept()
b.sendall(b'to the second: ' + b.recv(100))
a.sendall(b'to the first: ' + a.recv(100))
a.close()
b.close()
`,
  client: `import socket
first = socket.create_connection(('10.0.0.2', 3333))
second = socket.create_connection(('10.0.0.2', 3333))
first.sendall(b'one')
second.sendall(b'two')
print(second.recv(100))
print(first.recv(100))
first.close()
second.close()
`,
};

/** Each connection is over before a table could show it. */
const reconnects: Run = {
  server: `import socket
s = socket.create_server(('', 3333))
for i in range(6):
    c, _ = s.accept()
    c.sendall(b'answer %d to ' % i + c.recv(100))
    c.close()
`,
  client: `import socket
for i in range(6):
    s = socket.socket()
    s.connect(('10.0.0.2', 3333))
    s.sendall(b'hello %d' % i)
    print(s.recv(100))
    s.close()
`,
};

/** The same four-tuple: ended by a reset, by the server first, by the client first with a reset again. */
const sameFourTuple: Run = {
  server: `import socket
s = socket.create_server(('', 3333))
for i in range(4):
    c, _ = s.accept()
    c.sendall(b'answer %d to ' % i + c.recv(100))
    if i == 1:
        c.shutdown(socket.SHUT_WR)
    try:
        c.recv(100)
    except ConnectionResetError:
        pass
    c.close()
`,
  client: `import socket, struct
def connected():
    s = socket.socket()
    s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    s.bind(('10.0.0.1', 40001))
    s.connect(('10.0.0.2', 3333))
    return s
for i in range(4):
    s = connected()
    s.sendall(b'hello %d' % i)
    print(s.recv(100))
    if i == 1:
        print(s.recv(100))
    else:
        s.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack('ii', 1, 0))
    s.close()
    if i == 1:
        break
for i in range(2, 4):
    s = socket.socket()
    s.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack('ii', 1, 0))
    s.bind(('10.0.0.1', 40002))
    s.connect(('10.0.0.2', 3333))
    s.sendall(b'hello %d' % i)
    print(s.recv(100))
    s.close()
`,
};

/** A refused connection, and another try on the same socket's heels. */
const refused: Run = {
  server: `import socket
s = socket.create_server(('', 3333))
c, _ = s.accept()
print(c.recv(100))
`,
  client: `import socket
for port in (3334, 3333):
    s = socket.socket()
    s.bind(('10.0.0.1', 40003))
    try:
        s.connect(('10.0.0.2', port))
        s.sendall(b'at last')
    except ConnectionRefusedError as error:
        print(error)
    s.close()
`,
};

/** The second data segment is lost; what was sent behind it is sent again in other segments. */
const lostSegment: Run = {
  server: `import socket
s = socket.create_server(('', 3333))
c, _ = s.accept()
got = b''
while len(got) < 9000:
    got += c.recv(2500)
c.sendall(b'got %d' % len(got))
c.close()
`,
  client: `import socket
s = socket.create_connection(('10.0.0.2', 3333))
s.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
for i in range(9):
    s.send(b'%d' % i * 1000)
print(s.recv(100))
s.close()
`,
  wire: {
    rules: [
      Rule.parse({
        id: 'lose',
        match: { protocol: 'tcp', from: 'client', data: true },
        verb: 'drop',
        nth: 2,
        count: 2,
      }),
    ],
  },
};

/** Datagrams with and without a connected socket, a lost one, one in fragments and one to a closed port. */
const datagrams: Run = {
  server: `import socket
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
s.bind(('', 9999))
t = socket.create_server(('', 3333))
for i in range(6):
    data, peer = s.recvfrom(5000)
    s.sendto(b'answer %d: ' % i + data[:9], peer)
`,
  client: `import socket
def udp():
    return socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
one, two = udp(), udp()
one.sendto(b'lost', ('10.0.0.2', 9999))
one.sendto(b'open one', ('10.0.0.2', 9999))
print(one.recvfrom(100))
two.connect(('10.0.0.2', 9999))
two.send(b'same size')
print(two.recv(100))
one.sendto(b'SAME SIZE', ('10.0.0.2', 9999))
print(one.recvfrom(100))
two.send(b'same size')
print(two.recv(100))
two.send(b'fragments' * 400)
print(two.recv(100))
closed = udp()
closed.connect(('10.0.0.2', 9998))
closed.send(b'nobody')
try:
    closed.recv(100)
except ConnectionRefusedError as error:
    print(error)
two.send(b'done')
two.recv(100)
`,
  wire: {
    rules: [Rule.parse({ id: 'lose', match: { protocol: 'udp' }, verb: 'drop', nth: 1, count: 1 })],
  },
};

/** Two forked children take turns at the socket that their parent listens on; each has its own fd 4. */
const forked: Run = {
  server: `import os, socket
s = socket.create_server(('', 3333))
ready, go = os.pipe()
for i in range(2):
    if os.fork() == 0:
        os.read(ready, 1)
        c, _ = s.accept()
        data = c.recv(100)
        os.write(go, b'x')
        c.sendall(b'child %d: ' % i + data)
        c.recv(100)
        c.close()
        os._exit(0)
os.write(go, b'x')
os.wait()
os.wait()
s.close()
`,
  client: `import socket
first = socket.create_connection(('10.0.0.2', 3333))
second = socket.create_connection(('10.0.0.2', 3333))
first.sendall(b'one')
second.sendall(b'two')
print(second.recv(100))
print(first.recv(100))
second.close()
first.close()
`,
};

/** Each connection is handed to a child, and the parent closes its own descriptor at once. */
const forkPerClient: Run = {
  server: `import os, socket
s = socket.create_server(('', 3333))
for i in range(3):
    c, _ = s.accept()
    if os.fork() == 0:
        s.close()
        c.sendall(b'child %d: ' % i + c.recv(100))
        c.close()
        os._exit(0)
    c.close()
for i in range(3):
    os.wait()
`,
  client: `import socket
conns = [socket.create_connection(('10.0.0.2', 3333)) for _ in range(3)]
for i, c in enumerate(conns):
    c.sendall(b'hello %d' % i)
for c in reversed(conns):
    print(c.recv(100))
    print(c.recv(100))
    c.close()
`,
};

/** A thread for each client, in one process. */
const threads: Run = {
  server: `import socket, threading
s = socket.create_server(('', 3333))
def talk(c, i):
    with c:
        while data := c.recv(100):
            c.sendall(b'thread %d: ' % i + data)
workers = []
for i in range(3):
    c, _ = s.accept()
    workers.append(threading.Thread(target=talk, args=(c, i)))
    workers[-1].start()
for worker in workers:
    worker.join()
s.close()
`,
  client: `import socket
conns = [socket.create_connection(('10.0.0.2', 3333)) for _ in range(3)]
for round in range(2):
    for i, c in enumerate(conns):
        c.sendall(b'hello %d from %d' % (round, i))
    for c in reversed(conns):
        print(c.recv(100))
for c in conns:
    c.close()
`,
};

export const runs = {
  'two-connections': twoConnections,
  reconnects,
  'same-four-tuple': sameFourTuple,
  refused,
  'lost-segment': lostSegment,
  datagrams,
  forked,
  'fork-per-client': forkPerClient,
  threads,
} satisfies Record<string, Run>;

/** Starts both programs with their calls reported and never stopped; the trace of the whole run. */
export async function traceOfRun({ server, client, wire }: Run): Promise<readonly TraceEvent[]> {
  const scene = {
    ...sceneOfSources('pair', { 'server@server': server, 'client@client': client }),
    wire: { ...OPEN_WIRE, ...wire },
  };
  await using box = await openBox(scene);
  await box.start('server', { mode: 'run' });
  await listening(box, 'server');
  await box.start('client', { mode: 'run' });
  await Promise.all([box.waitFor(exit('client')), box.waitFor(exit('server'))]);
  await box.settled();
  return [...box.trace];
}
