import { describe, expect, test } from 'vitest';
import type { TraceEvent } from '#protocol/events';
import { fold, labAt } from '#trace/fold';
import { type Messages, say, sentence } from '#trace/sentence';
import { en, ko } from './catalogue.ts';
import {
  blocked,
  call,
  exited,
  frame,
  line,
  move,
  on,
  printed,
  raised,
  resumed,
  returned,
  row,
  sockets,
  started,
  traceOf,
  typed,
  type Unnumbered,
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

  test('an unchanged socket table is not told', () => {
    expect(inEnglish(sockets('server'))).toBeNull();
    expect(inEnglish(sockets('server', listening), sockets('server', listening))).toBeNull();
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
    expect(inKorean(sent, frame('dropped', 1))).toBe('client 송신 PSH, ACK 5바이트: 전송 중 버려짐');
    const one = frame('sent', 2, { bytes: udpFrame('!') });
    expect(inEnglish(one, frame('held', 2))).toBe('UDP 1 byte from client waits on the wire');
    expect(inEnglish(frame('sent', 3, { bytes: tcpFrame({ flags: 0x12 }) }))).toBe('client sends SYN, ACK');
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
