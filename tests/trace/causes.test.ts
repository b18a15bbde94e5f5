/** Cause and effect on recorded labs and runs: chains that a reader would follow, and what holds of all. */
import { describe, expect, test } from 'vitest';
import type { TraceEvent } from '#protocol/events';
import { causeOf, effectsOf } from '#trace/causes';
import { dissect } from '#trace/dissect';
import { readLate } from './arrivals.ts';
import { line, on, started, traceOf } from './events.ts';
import { readRecording, recordings } from './recordings.ts';

type Trace = readonly TraceEvent[];

const labs = await recordings();
const lab = (name: string): Trace => labs.find(each => each.name === name)?.trace ?? [];
const run = (name: string): Trace => readRecording(new URL(`./runs/${name}.jsonl`, import.meta.url).pathname);

function textOf(trace: Trace, seq: number | null): string {
  const event = trace.find(each => each.seq === seq);
  switch (event?.type) {
    case 'frame': {
      const sent = trace.find(each => each.type === 'frame' && each.id === event.id && each.verb === 'sent');
      const bytes = sent?.type === 'frame' ? (sent.bytes ?? '') : '';
      return `${event.verb} ${dissect(Buffer.from(bytes, 'base64')).summary.text}`;
    }
    case 'call':
    case 'return':
      return `${event.program} ${event.type} ${event.call}`;
    case 'blocked':
      return `${event.program} ${event.syscall === null ? 'woke' : 'blocked'}`;
    case 'sockets':
    case 'network':
    case 'counters':
      return `${event.type} of ${event.host}`;
    default:
      return event?.type ?? 'nothing';
  }
}

/** An event and what brought it about, back to what has no cause. */
function chain(trace: Trace, seq: number): string[] {
  const texts: string[] = [];
  for (let at: number | null = seq; at !== null; at = causeOf(trace, at)) texts.push(textOf(trace, at));
  return texts;
}

const find = (trace: Trace, text: string, nth = 0): number =>
  trace.filter(({ seq }) => textOf(trace, seq) === text)[nth]?.seq ?? -1;
const effects = (trace: Trace, text: string): string[] =>
  effectsOf(trace, find(trace, text)).map(seq => textOf(trace, seq));

const HANDSHAKE = ['sent ACK', 'delivered SYN, ACK', 'sent SYN, ACK', 'delivered SYN'];

describe('echo-once', () => {
  const trace = lab('echo-once');

  test('accept() came back because of the client’s connect()', () => {
    expect(chain(trace, find(trace, 'server return accept'))).toEqual([
      'server return accept',
      'delivered ACK',
      ...HANDSHAKE,
      'sent SYN',
      'client call connect',
      'line',
      'resumed',
    ]);
  });

  test('connect() came back because of the answer', () => {
    expect(chain(trace, find(trace, 'client return connect')).slice(1, 3)).toEqual([
      'delivered SYN, ACK',
      'sent SYN, ACK',
    ]);
  });

  test('connect() has asked for a neighbour, sent a SYN and come back', () => {
    expect(effects(trace, 'client call connect')).toEqual([
      'sent ARP who-has 10.0.0.2',
      'sent SYN',
      'client return connect',
    ]);
  });

  test('bytes that came are acknowledged, shown in the table and taken by recv()', () => {
    expect(effects(trace, 'delivered PSH, ACK 5 bytes')).toEqual([
      'sent ACK',
      'sockets of server',
      'server return recv',
    ]);
  });

  test('a recv() that finds its bytes there has waited for nobody', () => {
    expect(chain(trace, find(trace, 'server return recv')).slice(0, 2)).toEqual([
      'server return recv',
      'server call recv',
    ]);
  });

  test('an answer about a neighbour has changed the table, and let the SYN go', () => {
    expect(effects(trace, 'delivered ARP 10.0.0.2 is-at 02:00:00:00:00:02')).toEqual([
      'sent SYN',
      'network of client',
    ]);
  });
});

test('first-packet: the SYN was held and released on its way', () => {
  const trace = lab('first-packet');
  expect(chain(trace, find(trace, 'server return accept'))).toEqual([
    'server return accept',
    'delivered ACK',
    ...HANDSHAKE,
    'released SYN',
    'held SYN',
    'sent SYN',
    'client call connect',
    'line',
    'resumed',
  ]);
  expect(effects(trace, 'client call connect')).toContain('client blocked');
});

test('a refused connect() fails because of the RST, which answers its SYN', () => {
  const trace = lab('echo-once client-first');
  expect(chain(trace, find(trace, 'client return connect')).slice(1, 5)).toEqual([
    'delivered RST, ACK',
    'sent RST, ACK',
    'delivered SYN',
    'sent SYN',
  ]);
});

test('a program that ends with bytes unread has no call to show for its RST', () => {
  const trace = lab('echo-once hangul');
  expect(causeOf(trace, find(trace, 'sent RST, ACK'))).toBeNull();
});

test('who slept wakes because of the frame that came', () => {
  // Whether a table of sleepers is read meanwhile is chance.
  const trace = ['lost-segment', 'same-four-tuple', 'two-connections', 'refused'].map(run).find(each => {
    const blocked = find(each, 'server blocked');
    return blocked < find(each, 'server woke') && blocked < find(each, 'server return accept');
  });
  if (trace === undefined) throw new Error('nobody slept in any run');
  const woke = find(trace, 'server woke');
  expect(chain(trace, woke).slice(0, 2)).toEqual(['server woke', 'delivered ACK']);
  expect(chain(trace, find(trace, 'server blocked'))).toEqual(['server blocked', 'server call accept']);
});

describe('a lost segment', () => {
  const trace = run('lost-segment');
  const dropped = find(trace, 'dropped PSH, ACK 1000 bytes');

  test('was sent by send(), and is sent again because it was', () => {
    const [, sent, call] = chain(trace, dropped);
    expect([sent, call]).toEqual(['sent PSH, ACK 1000 bytes', 'client call send']);
    const again = effectsOf(trace, causeOf(trace, dropped) ?? -1).map(seq => textOf(trace, seq));
    expect(again).toEqual(['dropped PSH, ACK 1000 bytes', 'sent PSH, ACK 1000 bytes']);
  });
});

describe('datagrams', () => {
  const trace = run('datagrams');

  test('recvfrom() came back because of the other side’s send', () => {
    const texts = chain(trace, find(trace, 'server return recvfrom'));
    expect(texts.slice(1, 4)).toEqual(['delivered UDP 8 bytes', 'sent UDP 8 bytes', 'client call sendto']);
  });

  test('an ICMP error answers the datagram, and fails the call that waits', () => {
    const refused = trace.find(event => event.type === 'return' && event.errno === 111);
    expect(chain(trace, refused?.seq ?? -1)).toEqual([
      'client return recv',
      'delivered ICMP port unreachable',
      'sent ICMP port unreachable',
      'delivered UDP 6 bytes',
      'sent UDP 6 bytes',
      'client call send',
    ]);
  });
});

const all = [
  ...labs,
  ...['reconnects', 'same-four-tuple', 'threads', 'fork-per-client'].map(name => ({
    name,
    trace: run(name),
  })),
];

describe.each(all)('$name', ({ trace }) => {
  const bySeq = new Map(trace.map(event => [event.seq, event]));
  const happened = (seq: number): number => {
    const event = bySeq.get(seq);
    return (event?.at ?? 0) - (event?.late ?? 0);
  };
  /** How far the clocks of frames and of calls may be apart; ns. */
  const CLOCK_ERROR = 200_000;

  test('a cause has that effect, and was not after it', () => {
    for (const { seq } of trace) {
      const cause = causeOf(trace, seq);
      if (cause === null) continue;
      expect(effectsOf(trace, cause)).toContain(seq);
      expect(happened(cause), textOf(trace, seq)).toBeLessThanOrEqual(happened(seq) + CLOCK_ERROR);
    }
  });

  test('causes come to an end', () => {
    for (const { seq } of trace) {
      const seen = new Set<number>();
      for (let at: number | null = seq; at !== null; at = causeOf(trace, at)) {
        expect(seen.has(at), textOf(trace, seq)).toBe(false);
        seen.add(at);
      }
    }
  });

  test('what comes back, arrives or is lost has a cause', () => {
    for (const event of trace) {
      const isBound = event.type === 'return' || (event.type === 'frame' && event.verb !== 'sent');
      if (isBound) expect(causeOf(trace, event.seq), textOf(trace, event.seq)).not.toBeNull();
    }
  });
});

/** Names of events that are the same in whatever order they were numbered. */
const nameOf = (event: TraceEvent | undefined): unknown => {
  switch (event?.type) {
    case 'frame':
      return `${event.verb} ${event.id} ${event.to}`;
    case 'call':
    case 'return':
      return `${event.type} ${event.program} ${event.task} ${event.id}`;
    case 'sockets':
      return event.sockets;
    default:
      return undefined;
  }
};

test.each(['reconnects', 'lost-segment', 'datagrams', 'forked'])(
  '%s: pipes read late make no difference',
  name => {
    const trace = run(name);
    const causes = (of: Trace) =>
      new Map(of.map(event => [nameOf(event), nameOf(of.find(({ seq }) => seq === causeOf(of, event.seq)))]));
    const wanted = causes(trace);
    for (const seed of [1, 2, 3, 4, 5])
      for (const [effect, cause] of causes(readLate(trace, seed))) {
        const because = { effect, cause: wanted.get(effect) };
        if (effect !== undefined) expect({ effect, cause }).toEqual(because);
      }
  },
);

test('what is nowhere in the trace has no cause and no effect', () => {
  const trace = traceOf(started(on.server), line(on.server, 1));
  expect(causeOf(trace, 99)).toBeNull();
  expect(effectsOf(trace, 99)).toEqual([]);
  expect(effectsOf([], 1)).toEqual([]);
});

test('a trace that grows is read anew', () => {
  const trace = lab('echo-once');
  const growing = trace.slice(0, 48);
  const syn = find(trace, 'delivered SYN');
  effectsOf(growing, syn);
  growing.push(...trace.slice(48));
  expect(effectsOf(growing, syn)).toEqual(effectsOf(trace, syn));
});
