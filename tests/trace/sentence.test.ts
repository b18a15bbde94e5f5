import { describe, expect, test } from 'vitest';
import type { TraceEvent } from '#protocol/events';
import type { HostNetwork } from '#protocol/network';
import { Impairment, Rule } from '#protocol/wire';
import { fold, labAt } from '#trace/fold';
import { type Messages, say, sentence } from '#trace/sentence';
import { en, ko } from './catalogue.ts';
import {
  blocked,
  breakpoints,
  call,
  counters,
  exited,
  frame,
  line,
  move,
  network,
  on,
  printed,
  raised,
  resumed,
  returned,
  row,
  sockets,
  started,
  taskEnded,
  taskStarted,
  traceOf,
  typed,
  type Unnumbered,
  wire,
} from './events.ts';
import { tcpFrame, udpFrame } from './frames.ts';

/** The last event of the trace in words. */
function last(messages: Messages, trace: readonly TraceEvent[]): string | null {
  const event = trace.at(-1);
  if (event === undefined) throw new Error('an empty trace has no last event');
  const before = labAt(trace, trace.length - 1);
  const words = sentence(event, before, fold(before, event));
  return words === null ? null : say(messages, words);
}
const inEnglish = (...events: Unnumbered[]) => last(en, traceOf(...events));
const inKorean = (...events: Unnumbered[]) => last(ko, traceOf(...events));

const listening = row({ inode: 1, state: 'LISTEN', local: '10.0.0.2:3333' });
const ends = { local: '10.0.0.2:3333', peer: '10.0.0.1:40112' } as const;

const talk = { ...on.server, task: 'thread-2' };
const child = { ...on.server, task: 'child-57' };

describe('an event in words', () => {
  const told: [Unnumbered, string, string][] = [
    [
      started(on.server),
      'server started on server: python3 server.py',
      'server: server에서 시작됨 (python3 server.py)',
    ],
    [exited(on.server, 0), 'server ended (exit code 0)', 'server: 정상 종료 (종료 코드 0)'],
    [exited(on.server, 1), 'server ended with exit code 1', 'server: 오류로 종료 (종료 코드 1)'],
    [exited(on.server, null, 'SIGKILL'), 'server was ended by SIGKILL', 'server: SIGKILL 신호로 종료됨'],
    [
      line(on.server, 7),
      'server stands before line 7 of server.py',
      'server: server.py 7번째 줄을 실행하기 직전',
    ],
    [
      breakpoints(on.server, [7, 12]),
      'server has breakpoints at line 7, 12',
      'server: 7, 12번째 줄에 중단점',
    ],
    [breakpoints(on.server, []), 'server has no breakpoints', 'server: 중단점 없음'],
    [
      breakpoints(on.server, [7], [99]),
      'server has no code at line 99 or below, so no breakpoint is set there',
      'server: 99번째 줄부터는 실행할 코드가 없어 중단점을 두지 않음',
    ],
    [resumed(on.server), 'server runs to its next socket call', 'server: 다음 소켓 호출까지 실행'],
    [call(on.server, 'listen', 1, 3, ['1']), 'server: listen(1)', 'server: listen(1)'],
    [returned(on.server, 'recv', 1, "b'hi'"), "server: recv returned b'hi'", "server: recv 반환값 b'hi'"],
    [returned(on.server, 'bind', 1, 'None'), 'server: bind returned', 'server: bind 호출 완료'],
    [
      raised(on.client, 'connect', 1, 111, 'ConnectionRefusedError'),
      'client: connect failed with ECONNREFUSED, ConnectionRefusedError',
      'client: connect 실패, ECONNREFUSED, ConnectionRefusedError',
    ],
    [printed(on.client, '\x1b[32mecho: hi\x1b[0m\r\n'), 'client printed: echo: hi', 'client 출력: echo: hi'],
    [
      taskStarted(talk, 'Thread-1 (talk)'),
      'server: thread Thread-1 (talk) begins',
      'server: 스레드 Thread-1 (talk) 시작',
    ],
    [taskStarted(child, '', 57), 'server: child process 57 begins', 'server: 자식 프로세스 57 시작'],
    [
      taskStarted(child, 'ForkProcess-1', 57),
      'server: child process 57 (ForkProcess-1) begins',
      'server: 자식 프로세스 57 (ForkProcess-1) 시작',
    ],
    [taskEnded(talk), 'server: thread 2 has ended', 'server: 스레드 2 종료'],
    [
      line(talk, 7),
      'server, thread 2 stands before line 7 of server.py',
      'server의 스레드 2: server.py 7번째 줄을 실행하기 직전',
    ],
    [call(talk, 'recv', 1, 4, ['9']), 'server, thread 2: recv(9)', 'server의 스레드 2: recv(9)'],
    [
      resumed(child),
      'server, child process 57 runs to its next socket call',
      'server의 자식 프로세스 57: 다음 소켓 호출까지 실행',
    ],
    [
      raised({ ...on.server, task: 'child-57-thread-2' }, 'recv', 1, 104, 'ConnectionResetError'),
      'server, child process 57, thread 2: recv failed with ECONNRESET, ConnectionResetError',
      'server의 자식 프로세스 57의 스레드 2: recv 실패, ECONNRESET, ConnectionResetError',
    ],
    [
      blocked(talk, 'recvfrom', 4),
      'server, thread 2: waiting in recvfrom',
      'server의 스레드 2: recvfrom에서 대기 중',
    ],
    [typed(on.client, '안녕\r'), 'typed into client: 안녕⏎', 'client에 입력: 안녕⏎'],
    [typed(on.client, '\x03'), 'typed into client: Ctrl+C', 'client에 입력: Ctrl+C'],
    [move('bind'), 'Move done: bind', '단계 완료: bind'],
  ];
  test.each(told)('%j', (event, english, korean) => {
    expect(inEnglish(event)).toBe(english);
    expect(inKorean(event)).toBe(korean);
  });

  test('terminal bytes that show nothing are not told', () => {
    expect(inEnglish(printed(on.client, '\x1b[?2004h\r\n'))).toBeNull();
  });

  test('an unchanged socket table is not told, nor are timers and counters', () => {
    expect(inEnglish(sockets('server'))).toBeNull();
    expect(inEnglish(sockets('server', listening), sockets('server', listening))).toBeNull();
    const timer = { kind: 'keepalive', expiresAt: 1, count: 0 } as const;
    expect(inEnglish(sockets('server', listening), sockets('server', { ...listening, timer }))).toBeNull();
    expect(inEnglish(counters('server', { UdpNoPorts: 1 }))).toBeNull();
  });

  test('of many lines the last is told: a traceback ends with its exception', () => {
    const traceback = 'Traceback (most recent call last):\r\n  File …\r\nKeyError: 1\r\n';
    expect(inEnglish(printed(on.server, traceback))).toBe('server printed: KeyError: 1');
  });

  test('long output is cut', () => {
    expect(inEnglish(printed(on.client, 'x'.repeat(500)))).toBe(`client printed: ${'x'.repeat(60)}…`);
  });

  test('a frame is told by its flags, in the language’s own unit', () => {
    const sent = frame('sent', 1, { bytes: tcpFrame({ flags: 0x18 }, 'hello') });
    const delivered = frame('delivered', 1, { to: 'server' });
    expect(inEnglish(sent)).toBe('client sends PSH, ACK 5 bytes');
    expect(inEnglish(sent, delivered)).toBe('client → server: PSH, ACK 5 bytes');
    expect(inKorean(sent, delivered)).toBe('client → server: PSH, ACK 5바이트');
    const one = frame('sent', 2, { bytes: udpFrame('!') });
    expect(inEnglish(one, frame('held', 2))).toBe('client’s UDP 1 byte waits on the wire');
    expect(inEnglish(frame('sent', 3, { bytes: tcpFrame({ flags: 0x12 }) }))).toBe('client sends SYN, ACK');
  });

  const syn = frame('sent', 1, { bytes: tcpFrame({ flags: 0x02 }) });
  const wireDid: [Unnumbered, string, string][] = [
    [
      frame('held', 1, { why: 'step' }),
      'client’s SYN waits on the wire',
      'client 송신 SYN: 회선에서 대기 중',
    ],
    [
      frame('held', 1, { why: 'rule:hold-syn' }),
      'client’s SYN waits on the wire: rule hold-syn',
      'client 송신 SYN: 회선에서 대기 중 (규칙 hold-syn)',
    ],
    [frame('released', 1, { why: 'asked' }), 'client’s SYN goes on', 'client 송신 SYN: 다시 전송됨'],
    [
      frame('dropped', 1, { why: 'rule:drop-syn' }),
      'The wire dropped client’s SYN: rule drop-syn',
      'client 송신 SYN: 회선에서 버려짐 (규칙 drop-syn)',
    ],
    [
      frame('dropped', 1, { why: 'cut' }),
      'The wire dropped client’s SYN: the cable is cut',
      'client 송신 SYN: 회선에서 버려짐 (케이블이 끊김)',
    ],
    [
      frame('dropped', 1, { why: 'asked' }),
      'The wire dropped client’s SYN: as asked',
      'client 송신 SYN: 회선에서 버려짐 (요청에 따라)',
    ],
    [
      frame('dropped', 1, { why: 'queue' }),
      'The wire dropped client’s SYN: the queue is full',
      'client 송신 SYN: 회선에서 버려짐 (대기열이 가득 참)',
    ],
    [
      frame('dropped', 1, { why: 'loss' }),
      'The wire dropped client’s SYN: random loss of the link',
      'client 송신 SYN: 회선에서 버려짐 (링크의 무작위 손실)',
    ],
    [frame('dropped', 1), 'The wire dropped client’s SYN', 'client 송신 SYN: 회선에서 버려짐'],
    [
      frame('duplicated', 1, { why: 'duplicate' }),
      'The wire duplicated client’s SYN',
      'client 송신 SYN: 회선에서 복제됨',
    ],
    [
      frame('corrupted', 1, { why: 'corrupt', bytes: udpFrame('?') }),
      'The wire flipped a bit of client’s SYN',
      'client 송신 SYN: 회선에서 비트 하나가 뒤집힘',
    ],
  ];
  test.each(wireDid)(
    'what the wire does to a frame is told with its reason: %j',
    (event, english, korean) => {
      expect(inEnglish(syn, event)).toBe(english);
      expect(inKorean(syn, event)).toBe(korean);
    },
  );

  test('a segment that the kernel sends again while it waits is told with how often', () => {
    const bytes = tcpFrame({ flags: 0x02 });
    const again = (id: number) => frame('sent', id, { bytes, copyOf: 1 });
    const held = [syn, frame('held', 1, { why: 'step' }), again(2)];
    expect(inEnglish(...held)).toBe('client’s kernel sends SYN again (×2), and it waits too');
    expect(inKorean(...held)).toBe('client의 커널이 SYN 재전송 (×2): 함께 대기 중');
    expect(inEnglish(...held, again(3))).toBe('client’s kernel sends SYN again (×3), and it waits too');
    expect(inEnglish(...held, frame('released', 1), frame('dropped', 2, { why: 'copy' }))).toBe(
      'The wire dropped client’s SYN: it repeats a frame that waits no more',
    );
  });

  test('a blocked call is named as the program wrote it', () => {
    const accept = [started(on.server), call(on.server, 'accept', 1, 3), blocked(on.server, 'accept4', 3)];
    expect(inEnglish(...accept)).toBe('server: waiting in accept');
    expect(inKorean(...accept)).toBe('server: accept에서 대기 중');
    expect(inEnglish(...accept, blocked(on.server, null))).toBe('server: waiting no more');
    expect(inEnglish(blocked(on.client, 'read', 0))).toBe('client: waiting for what you type');
    expect(inEnglish(blocked(on.server, 'clock_nanosleep'))).toBe('server: sleeping');
    const after = [call(on.server, 'recv', 1, 4), returned(on.server, 'recv', 1, "b''")];
    expect(inEnglish(...after, blocked(on.server, 'futex'))).toBe('server: waiting in futex');
  });

  test('a fault is told by its own text', () => {
    const fault = traceOf({ type: 'fault', code: 'memory-limit', detail: '' });
    expect(last({ ...en, 'faults.memory-limit': 'The lab used all of its memory.' }, fault)).toBe(
      'The lab used all of its memory.',
    );
  });
});

describe('a socket table in words tells the difference that matters', () => {
  const closed = row({ inode: 1, state: 'CLOSED' });
  const bound = { ...closed, local: '10.0.0.2:3333' };
  const waiting = row({ inode: 0, state: 'ESTABLISHED', ...ends });
  const owned = { ...waiting, inode: 9, owners: [{ program: 'server', pid: 7, fd: 4 }] };
  const steps = [
    { before: [], after: [closed], words: 'server: new socket, TCP' },
    { before: [closed], after: [bound], words: 'server: a socket has a new address, TCP 10.0.0.2:3333' },
    { before: [bound], after: [listening], words: 'server: TCP 10.0.0.2:3333 is now LISTEN' },
    {
      before: [listening],
      after: [{ ...listening, recvQ: 1 }, waiting],
      words: 'server: TCP 10.0.0.2:3333 ↔ 10.0.0.1:40112 is now ESTABLISHED',
    },
    {
      before: [listening],
      after: [{ ...listening, recvQ: 1 }],
      words: 'server: TCP 10.0.0.2:3333 has 1 in its accept queue',
    },
    {
      before: [waiting],
      after: [owned],
      words: 'server: TCP 10.0.0.2:3333 ↔ 10.0.0.1:40112 now belongs to server, fd 4',
    },
    {
      before: [owned],
      after: [{ ...owned, recvQ: 5 }],
      words: 'server: TCP 10.0.0.2:3333 ↔ 10.0.0.1:40112 has Recv-Q 5, Send-Q 0',
    },
    {
      before: [owned],
      after: [{ ...owned, inode: 0, owners: [], state: 'TIME-WAIT' as const }],
      words: 'server: TCP 10.0.0.2:3333 ↔ 10.0.0.1:40112 is now TIME-WAIT',
    },
    { before: [listening, owned], after: [owned], words: 'server: TCP 10.0.0.2:3333 is gone' },
    {
      before: [],
      after: [row({ protocol: 'udp', state: null, local: '10.0.0.2:9999' })],
      words: 'server: new socket, UDP 10.0.0.2:9999',
    },
  ];
  test.each(steps)('$words', ({ before, after, words }) => {
    expect(inEnglish(sockets('server', ...before), sockets('server', ...after))).toBe(words);
  });
});

describe('a new setting of the wire in words tells the difference that matters', () => {
  const link = (given: object) => [Impairment.parse({ link: 'lan', ...given })];
  const rule = (given: object) => [
    Rule.parse({ id: 'syn', match: { protocol: 'tcp', flags: ['SYN'] }, verb: 'drop', ...given }),
  ];
  const open = wire();
  const slow = wire({ impairments: link({ delayMs: 40 }) });
  const steps: [string, Unnumbered, Unnumbered, string | null][] = [
    ['step', open, wire({ mode: 'step', rules: rule({}) }), 'From now on every frame waits on the wire'],
    ['pass', wire({ mode: 'step' }), open, 'From now on frames pass the wire by themselves'],
    ['a cut', open, wire({ impairments: link({ cut: true }), rules: rule({}) }), 'The cable of lan is cut'],
    ['mended', wire({ impairments: link({ cut: true }) }), slow, 'The cable of lan is whole again'],
    [
      'cut one way',
      open,
      wire({ impairments: link({ cut: true, from: 'client' }) }),
      'The cable of lan, from client is cut',
    ],
    [
      'a new rule',
      open,
      wire({ rules: rule({}), impairments: link({ loss: 1 }) }),
      'Rule syn on the wire: matching frames are dropped',
    ],
    [
      'another rule',
      wire({ rules: rule({}) }),
      wire({ rules: rule({ verb: 'delay', delayMs: 300 }) }),
      'Rule syn on the wire: matching frames come 300 ms later',
    ],
    ['no rule', wire({ rules: rule({}) }), open, 'Rule syn is no longer on the wire'],
    [
      'loss',
      slow,
      wire({ impairments: link({ delayMs: 40, loss: 0.07 }) }),
      'lan: 7% of the frames are lost',
    ],
    ['delay', open, slow, 'lan: a frame takes 40 ms'],
    [
      'jitter',
      slow,
      wire({ impairments: link({ delayMs: 40, jitterMs: 5, from: 'server' }) }),
      'lan, from server: a frame takes 40 ms, up to 5 ms more or less',
    ],
    ['a rate', open, wire({ impairments: link({ rateKbit: 64, queue: 5 }) }), 'lan: 64 kbit/s and no more'],
    [
      'no rate',
      wire({ impairments: link({ rateKbit: 64 }) }),
      wire({ impairments: link({}) }),
      'lan: the rate is unlimited',
    ],
    ['clean', slow, open, 'lan: the link is undisturbed again'],
    [
      'another seed',
      slow,
      wire({ impairments: link({ delayMs: 40, seed: 2 }) }),
      'lan: the link is disturbed in another way',
    ],
    ['nothing', slow, slow, null],
    ['an entry that does nothing', open, wire({ impairments: link({}) }), null],
  ];
  test.each(steps)('%s', (_, before, after, words) => {
    expect(inEnglish(before, after)).toBe(words);
    expect(inKorean(before, after) === null).toBe(words === null);
  });
});

describe('a host’s network in words tells the difference that matters', () => {
  const eth0 = (given: object = {}) => ({
    ...{ name: 'eth0', link: 'lan', mac: '02:00:00:00:00:01', up: true, mtu: 1500 },
    addresses: ['10.0.0.1/24'],
    ...given,
  });
  const onLink = { to: '10.0.0.0/24', via: null, interface: 'eth0', source: '10.0.0.1' };
  const away = { to: 'default', via: '10.0.0.254', interface: 'eth0', source: null };
  const knows = (state: HostNetwork['neighbours'][number]['state'], mac: string | null) => [
    { address: '10.0.0.2', mac, interface: 'eth0', state },
  ];
  type Given = Partial<HostNetwork>;
  const both = { interfaces: [eth0()], routes: [onLink] };
  const mac = '02:00:00:00:00:02';
  const steps: [string, Given, Given, string | null][] = [
    ['a router', both, { ...both, forwards: true }, 'pc is a router now: it passes on packets for others'],
    ['no router', { forwards: true }, {}, 'pc is no router any more: it drops packets for others'],
    [
      'proxy ARP',
      both,
      { ...both, proxyArp: true },
      'pc answers ARP for those behind it from now on (proxy ARP)',
    ],
    ['no proxy ARP', { ...both, proxyArp: true }, both, 'pc answers ARP for itself only again'],
    ['down', both, { interfaces: [eth0({ up: false })] }, 'pc: eth0 is down'],
    ['up', { interfaces: [eth0({ up: false })] }, both, 'pc: eth0 is up'],
    [
      'an address',
      both,
      { ...both, interfaces: [eth0({ addresses: ['10.0.0.1/24', '10.1.0.1/16'] })] },
      'pc: eth0 has the address 10.1.0.1/16',
    ],
    [
      'no address',
      both,
      { interfaces: [eth0({ addresses: [] })] },
      'pc: eth0 has lost the address 10.0.0.1/24',
    ],
    [
      'another mask',
      both,
      { interfaces: [eth0({ addresses: ['10.0.0.1/16'] })], routes: [{ ...onLink, to: '10.0.0.0/16' }] },
      'pc: eth0 has the address 10.0.0.1/16 instead of 10.0.0.1/24',
    ],
    ['link-local', both, { ...both, interfaces: [eth0({ addresses: ['10.0.0.1/24', 'fe80::1/64'] })] }, null],
    ['a route', both, { ...both, routes: [onLink, away] }, 'pc: new route, default via 10.0.0.254'],
    ['no route', both, { ...both, routes: [] }, 'pc: route removed, 10.0.0.0/24 on eth0'],
    [
      'another gateway',
      { routes: [away] },
      { routes: [{ ...away, via: '10.0.0.253' }] },
      'pc: new route, default via 10.0.0.253',
    ],
    ['asking', both, { ...both, neighbours: knows('INCOMPLETE', null) }, 'pc asks who has 10.0.0.2'],
    [
      'a neighbour',
      { neighbours: knows('INCOMPLETE', null) },
      { neighbours: knows('REACHABLE', mac) },
      `pc knows who has 10.0.0.2: ${mac}`,
    ],
    [
      'nobody',
      { neighbours: knows('INCOMPLETE', null) },
      { neighbours: knows('FAILED', null) },
      'pc finds nobody who has 10.0.0.2',
    ],
    ['growing old', { neighbours: knows('REACHABLE', mac) }, { neighbours: knows('STALE', mac) }, null],
    ['forgotten', { neighbours: knows('STALE', mac) }, {}, 'pc has forgotten who has 10.0.0.2'],
    ['nothing', both, both, null],
  ];
  test.each(steps)('%s', (_, before, after, words) => {
    expect(inEnglish(network('pc', before), network('pc', after))).toBe(words);
    expect(inKorean(network('pc', before), network('pc', after)) === null).toBe(words === null);
  });

  test('the first table of a host is how it was built: nothing to tell', () => {
    expect(inEnglish(network('other'), network('pc', both))).toBeNull();
  });
});
