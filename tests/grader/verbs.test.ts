/** The verbs of a check, each on a real box: what it does is seen by the program, what it asks is the kernel's. */
import { describe, expect, test } from 'vitest';
import { framesOf, RESET, SYN } from '../../src/grader/frames.ts';
import { datagramsOf, failureOf, moduleOf, serverOf, steppedOf } from './program-in-box.ts';

const SERVES = `import socket
listener = socket.create_server(('', 3333), backlog=100)
`;
const ACCEPTS = `${SERVES}conn, peer = listener.accept()
`;
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

describe('a connection in the checker’s hand', () => {
  test('sends each part as a segment of its own', async () => {
    const { server, run } = await serverOf(`${ACCEPTS}while data := conn.recv(100): conn.sendall(data)\n`);
    const client = await server.client();
    await client.sends('ab', 'c', 'def');
    await client.receives('abcdef');
    await run.box.settled();
    const lengths = framesOf(run.trace, 'client').flatMap(({ length }) => (length > 0 ? [length] : []));
    expect(lengths).toEqual([2, 1, 3]);
  });

  test('sends each part when the one before has been read, whoever dialled', async () => {
    const slowly = `import time
def read(sock, n, times):
    parts = []
    for _ in range(times):
        time.sleep(0.1)
        parts.append(sock.recv(n))
    return b' '.join(parts)
`;
    const { module } = await moduleOf(slowly);
    const { socket, far } = await module.connected({ host: 'client', port: 4000 });
    const call = module.calls('read', socket, 100, 3);
    await far.sendsOneByOne('a', 'b', 'c');
    await call.returns(bytes('a b c'));

    const { server } = await serverOf(`${ACCEPTS}${slowly}conn.sendall(read(conn, 100, 3))\n`);
    const client = await server.client();
    await client.sendsOneByOne('a', 'b', 'c');
    await client.receives('a b c');
  });

  test('says that it has finished, and still hears the answer', async () => {
    const { server } = await serverOf(`${ACCEPTS}n = 0
while data := conn.recv(100): n += len(data)
conn.sendall(b'%d' % n)
conn.close()
`);
    const client = await server.client();
    await client.sends('twelve bytes');
    await client.finishesSending();
    await client.receives('12');
    await client.seesEnd();
  });

  test('resets, which the program hears of', async () => {
    const { server, run } = await serverOf(`${ACCEPTS}try:
    conn.recv(1)
except ConnectionResetError:
    print('reset')
`);
    const client = await server.client();
    await client.resets();
    await server.prints('reset');
    expect(framesOf(run.trace, 'client').some(RESET.is)).toBe(true);
  });

  test('tells FIN from RST, and neither from both', async () => {
    const rude = await serverOf(`${ACCEPTS}import struct
conn.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack('ii', 1, 0))
conn.close()
`);
    const client = await rude.server.client();
    expect(await failureOf(client.seesEnd(), rude.failures)).toMatchObject({ wanted: 'FIN', saw: 'RST' });
    const silent = await serverOf(`${ACCEPTS}input()\n`);
    const waiting = await silent.server.client();
    const verdict = await failureOf(waiting.seesEnd(), silent.failures);
    expect(verdict).toMatchObject({ kind: 'timed-out', blockedIn: 'read' });
  });
});

describe('a server', () => {
  test('has fifty clients at once, none of which was connected to find it', async () => {
    const { server, run } = await serverOf(`${SERVES}all = [listener.accept() for _ in range(50)]
for conn, peer in all: conn.sendall(b'%d' % peer[1])
input()
`);
    await server.listening();
    expect(framesOf(run.trace).some(SYN.is)).toBe(false);
    const clients = await server.clients(50);
    for (const client of clients) await client.receives(client.address.split(':')[1] ?? '');
  });

  test('is typed to, and started again', async () => {
    const { server } = await serverOf("print('name?')\nprint('hello', input())\ninput()\n");
    await server.prints('name?');
    server.types('지민\n');
    await server.prints('hello 지민');
    await server.restarts();
    await server.prints('name?');
    server.types('again\n');
    await server.prints('hello again');
  });

  test('is held while something happens, and goes on', async () => {
    const { server } = await serverOf(`${SERVES}while True:
    conn, peer = listener.accept()
    try:
        conn.sendall(b'x')
        print('served')
    except ConnectionError:
        print('gone')
    conn.close()
`);
    await server.listening();
    await server.whileHeld(async () => {
      const [, second] = await server.clients(2);
      await second?.resets();
    });
    await server.prints('gone');
  });

  test('has sockets in a state, counted by the kernel', async () => {
    const { server, failures } = await serverOf(`${ACCEPTS}conn.recv(10)\ninput()\n`);
    const client = await server.client();
    await server.holds({ state: 'CLOSE-WAIT', atMost: 0 });
    await client.closes();
    const verdict = await failureOf(server.holds({ state: 'CLOSE-WAIT', atMost: 0 }), failures);
    expect(verdict).toMatchObject({ wanted: 'no socket in CLOSE-WAIT', saw: '1 in CLOSE-WAIT' });
  });

  test('has given back what it held, or says what more it holds', async () => {
    const { server, failures } = await serverOf(`${ACCEPTS}conn.recv(10)
conn.close()
input()
kept = [listener.dup(), listener.dup()]
print('kept')
input()
`);
    await server.listening();
    const before = await server.holdings();
    const client = await server.client();
    await client.closes();
    await server.holdsNoMoreThan(before);
    server.types('\n');
    await server.prints('kept');
    const verdict = await failureOf(server.holdsNoMoreThan(before), failures);
    expect(verdict).toMatchObject({ saw: '2 descriptors more' });
  });

  test('ends on Ctrl-C, or outlives it in a thread', async () => {
    const ends = await serverOf(ACCEPTS);
    await ends.server.listening();
    await ends.server.endsOnCtrlC({ within: 2000 });
    const lives = await serverOf(`${SERVES}import threading
threading.Thread(target=threading.Event().wait).start()
print('started')
listener.accept()
`);
    await lives.server.prints('started');
    const verdict = await failureOf(lives.server.endsOnCtrlC({ within: 300 }), lives.failures);
    expect(verdict).toMatchObject({ kind: 'timed-out', afterMs: 300 });
  });

  test('rests, or uses the processor', async () => {
    const resting = await serverOf(ACCEPTS);
    await resting.server.listening();
    await resting.server.rests();
    const busy = await serverOf(`${SERVES}listener.setblocking(False)
while True:
    try: listener.accept()
    except BlockingIOError: pass
`);
    await busy.server.listening();
    const verdict = await failureOf(busy.server.rests(), busy.failures);
    expect(verdict).toMatchObject({ kind: 'failed', saw: expect.stringMatching(/^\d+ ms/) });
  });

  test('loses frames, gets them late, and never notices', async () => {
    const { server, run } = await serverOf(`${ACCEPTS}data = b''
while len(data) < 6: data += conn.recv(10)
conn.sendall(data)
`);
    const client = await server.client();
    await server.wire.holds({ from: 'client', data: true });
    await client.sends('one');
    await server.wire.drops({ from: 'client', data: true, nth: 2 });
    await client.sends('two');
    expect(run.trace.some(event => event.type === 'frame' && event.verb === 'held')).toBe(true);
    await server.wire.lets();
    await client.receives('onetwo');
  });
});

test('a UDP server is found in the table, and each answer is one datagram', async () => {
  const { server, failures } = await datagramsOf(`import socket
sock = socket.socket(type=socket.SOCK_DGRAM)
sock.bind(('', 9999))
while True:
    data, sender = sock.recvfrom(100)
    sock.sendto(data * 2, sender)
`);
  const [one, two] = [await server.client(), await server.client()];
  await one.sends('a');
  await two.sends('b');
  await two.receives('bb');
  await one.receives('aa');
  await one.receivesNothingMore();
  await one.sends('c');
  const verdict = await failureOf(one.receives('cX'), failures);
  expect(verdict).toMatchObject({ saw: "b'cc'  # 2 bytes", caret: 3 });
});

test('a program led by lines is looked at when it prints, not later', async () => {
  const early = await steppedOf(`import socket
listener = socket.socket()
listener.bind(('', 3333))
print('READY')
listener.listen()
conn, peer = listener.accept()
`);
  await early.program.saysUnasked('READY');
  expect(await failureOf(early.program.listensStill(), early.failures)).toMatchObject({ saw: 'no LISTEN' });
});

describe('a function of the learner’s file', () => {
  const FUNCTIONS = `import socket
def double(value): return value * 2
class Counter:
    def __init__(self, start): self.value = start
    def adds(self, more):
        self.value += more
        return self.value
def fails(): raise LookupError('nothing here')
def reads(sock, n): return sock.recv(n)
def keeps():
    global sock
    sock = socket.socket()
    sock.bind(('10.0.0.2', 5000))
    return sock
`;

  test('gives back a value, compared outside', async () => {
    const { module, failures } = await moduleOf(FUNCTIONS);
    await module.calls('double', 21).returns(42);
    await module.calls('double', bytes('가')).returns(bytes('가가'));
    const large = new Uint8Array(100_000).fill(7);
    await module.calls('double', large).returns(new Uint8Array(200_000).fill(7));
    const wrong = new Uint8Array(200_000).fill(7);
    wrong[150_000] = 8;
    const verdict = await failureOf(module.calls('double', large).returns(wrong), failures);
    expect(verdict).toMatchObject({ kind: 'failed', saw: expect.stringContaining('# 200000 bytes') });
  });

  test('makes an object, which keeps what it is told; a long text is told by its beginning', async () => {
    const { module, failures } = await moduleOf(FUNCTIONS);
    const [one, other] = [await module.makes('Counter', 1), await module.makes('Counter', 10)];
    await one.calls('adds', 2).returns(3);
    await other.calls('adds', 2).returns(12);
    await one.calls('adds', 2).returns(5);
    const long = 'it\n'.repeat(500);
    const verdict = await failureOf(module.calls('double', long).returns(long), failures);
    expect(verdict).toMatchObject({ saw: expect.stringMatching(/^'(it\\n){66,}.*… {2}# 3000 characters$/) });
  });

  test('raises what is asked for, or its traceback is told', async () => {
    const { module, failures } = await moduleOf(FUNCTIONS);
    await module.calls('fails').raises({ name: 'LookupError' });
    const verdict = await failureOf(module.calls('fails').returns(1), failures);
    expect(verdict).toMatchObject({ kind: 'crashed', evidence: { line: 8 } });
    expect(verdict).toHaveProperty('traceback', expect.not.stringContaining('<string>'));
  });

  test('is given a real socket, and waits in it', async () => {
    const { module } = await moduleOf(FUNCTIONS);
    const { socket, far } = await module.connected({ host: 'client', port: 4000 });
    const call = module.calls('reads', socket, 3);
    await call.waits();
    await far.sends('hello');
    await call.returns(bytes('hel'));
    await module.leaves(socket, bytes('lo'));
  });

  test('leaves open and bound what the kernel says', async () => {
    const { module, failures } = await moduleOf(FUNCTIONS);
    const before = await module.descriptors();
    await module.calls('keeps').value();
    await module.isBound('tcp', '10.0.0.2:5000');
    expect(await failureOf(module.hasOnly(before), failures)).toMatchObject({ saw: '1 open: 3' });
  });

  test('imports nothing that is to be done by hand', async () => {
    const { module, failures } = await moduleOf('from ipaddress import IPv4Address\n');
    await module.importsNone('socket');
    const verdict = await failureOf(module.importsNone('socket', 'ipaddress'), failures);
    expect(verdict).toMatchObject({ saw: 'from ipaddress import IPv4Address' });
  });

  test('is never reached when the file raises: its own traceback comes first', async () => {
    const { module, failures } = await moduleOf('import socket\nraise RuntimeError("at once")\n');
    const verdict = await failureOf(module.calls('double', 1).returns(2), failures);
    expect(verdict).toMatchObject({ kind: 'crashed', traceback: expect.stringContaining('at once') });
  });
});
