import { describe, expect, test } from 'vitest';
import type { TraceEvent } from '#protocol/events';
import { lastMove, moveStory, type Story } from '#trace/move-story';
import { type Messages, say } from '#trace/sentence';
import { openTimeline } from '#trace/timeline';
import { en, ko } from './catalogue.ts';
import {
  call,
  exited,
  frame,
  move,
  on,
  printed,
  raised,
  resumed,
  returned,
  row,
  sockets,
  traceOf,
  typed,
  type Unnumbered,
} from './events.ts';
import { tcpFrame } from './frames.ts';
import { recordings } from './recordings.ts';

const all = await recordings();
const recorded = (name: string): readonly TraceEvent[] =>
  all.find(recording => recording.name === name)?.trace ?? [];

function storyOf(trace: readonly TraceEvent[], id: string, program: string | null = null): Story {
  const timeline = openTimeline(trace);
  const end = trace.findIndex(event => event.type === 'move' && event.move === id) + 1;
  const span = lastMove(trace, end);
  if (span?.move !== id) throw new Error(`no move ${id}`);
  return moveStory({ events: trace, ...span, at: moment => timeline.at(moment), program });
}

const told = (messages: Messages, { lines }: Pick<Story, 'lines'>): string[] =>
  lines.map(line => say(messages, line.message));
const tale = (...events: Unnumbered[]): Story => storyOf(traceOf(...events, move('it')), 'it');

describe('what happened in a move', () => {
  test('a connection: the frames as one line, both calls, the state at the end', () => {
    const story = storyOf(recorded('echo-once'), 'connect', 'client');
    const [frames, one, other, state, ...more] = told(en, story);
    expect(frames).toBe('3 frames crossed: SYN (client); SYN, ACK (server); ACK (client)');
    // Two machines: either call may be the first to come back.
    expect([one, other].sort()).toEqual([
      'client: connect returned',
      expect.stringMatching(/^server: accept returned/),
    ]);
    expect([state, more]).toEqual([expect.stringMatching(/is now ESTABLISHED$/), []]);
    expect(told(ko, story)[0]).toBe('프레임 3개 전송: SYN (client); SYN, ACK (server); ACK (client)');
    // Who asked for a hardware address is no news where a connection was made.
    expect(told(en, { lines: story.more }).join()).not.toContain('ARP');
  });

  test('a frame that waits has a line of its own, and what waits for it too', () => {
    expect(told(en, storyOf(recorded('first-packet'), 'hold'))).toEqual([
      'client: socket returned <socket fd=3>',
      'client’s SYN waits on the wire: rule hold-the-first-syn',
      expect.stringMatching(/is now SYN-SENT$/),
      'client: waiting in connect',
    ]);
  });

  test('a failure is never left out, whatever else there was', () => {
    const story = storyOf(recorded('first-packet cable-cut'), 'connect', 'client');
    expect(told(en, story)).toContain('client: connect failed with EHOSTUNREACH, OSError');
    expect(told(en, story)).toContain('The wire dropped client’s ARP who-has 10.0.0.2: the cable is cut');
  });

  test('typing is told once: the terminal that repeats it printed nothing of its own', () => {
    expect(told(en, tale(typed(on.client, 'hi\r'), printed(on.client, 'hi\r\n')))).toEqual([
      'typed into client: hi⏎',
    ]);
    expect(told(en, tale(typed(on.client, 'hi\r'), printed(on.client, 'hi\r\necho: ho\r\n')))).toEqual([
      'typed into client: hi⏎',
      'client printed: echo: ho',
    ]);
  });

  test('a socket is told by what it has become, not by every step on its way', () => {
    const at = (state: 'CLOSE-WAIT' | 'LAST-ACK') =>
      sockets('server', row({ inode: 7, state, local: '10.0.0.2:3333' }));
    expect(told(en, tale(at('CLOSE-WAIT'), at('LAST-ACK')))).toEqual([
      'server: TCP 10.0.0.2:3333 is now LAST-ACK',
    ]);
    const story = tale(at('CLOSE-WAIT'), sockets('server'));
    expect(told(en, story)).toEqual([]);
  });

  test('a released frame is told though it was sent in the move before; its copies are not', () => {
    const syn = tcpFrame({ flags: 0x02 });
    const trace = traceOf(
      frame('sent', 1, { bytes: syn }),
      frame('held', 1, { why: 'step' }),
      move('hold'),
      frame('sent', 2, { bytes: syn, copyOf: 1 }),
      frame('held', 2, { why: 'step' }),
      frame('released', 1, { why: 'asked' }),
      frame('dropped', 2, { why: 'copy' }),
      frame('delivered', 1, { to: 'server' }),
      move('release'),
    );
    expect(told(en, storyOf(trace, 'release'))).toEqual(['client’s SYN goes on']);
  });

  test('of many calls the one of the program that the move is about comes first', () => {
    const loop = (id: number): Unnumbered[] => [
      call(on.server, 'recv', id),
      returned(on.server, 'recv', id, `b'${id}'`),
    ];
    const many = Array.from({ length: 30 }, (_, index) => loop(index)).flat();
    const story = tale(
      resumed(on.client),
      ...many,
      call(on.client, 'send', 99),
      returned(on.client, 'send', 99, '1'),
      exited(on.server, 0),
    );
    expect(told(en, story)).toContain('client: send returned 1');
    expect(story.lines).toHaveLength(4);
    expect(story.more.length).toBeLessThan(20);
  });

  test('a line leads to the moment just after its event, and to what it is about', () => {
    const trace = traceOf(
      call(on.client, 'connect', 4),
      raised(on.client, 'connect', 4, 111, 'ConnectionRefusedError'),
      move('it'),
    );
    const [line] = storyOf(trace, 'it').lines;
    expect(line).toMatchObject({
      moment: 2,
      picked: { kind: 'call', program: 'client', id: 4, seq: trace[0]?.seq },
    });
  });
});

describe('the last move', () => {
  const trace = traceOf(
    printed(on.client, 'a'),
    move('one'),
    printed(on.client, 'b'),
    move('two'),
    printed(on.client, 'c'),
  );

  test('is the one completed before the moment, with the events since the move before it', () => {
    expect(lastMove(trace, 5)).toEqual({ move: 'two', from: 2, to: 4 });
    expect(lastMove(trace, 3)).toEqual({ move: 'one', from: 0, to: 2 });
  });

  test('is none before the first one', () => {
    expect(lastMove(trace, 1)).toBeNull();
  });
});

test.each(all)(
  'every line of every move of $name has words in both languages, and a moment in its move',
  ({ trace }) => {
    for (const event of trace) {
      if (event.type !== 'move') continue;
      const end = trace.indexOf(event) + 1;
      const span = lastMove(trace, end);
      const { lines, more } = storyOf(trace, event.move);
      expect(lines.length).toBeLessThanOrEqual(4);
      for (const { message, moment } of [...lines, ...more]) {
        for (const messages of [en, ko]) expect(say(messages, message)).not.toMatch(/\{|trace\./);
        expect(moment).toBeGreaterThan(span?.from ?? 0);
        expect(moment).toBeLessThanOrEqual(end);
      }
    }
  },
);
