/** The ways of real sockets through TCP's states, from recorded runs. */
import { describe, expect, test } from 'vitest';
import type { TraceEvent } from '#protocol/events';
import { dissect } from '#trace/dissect';
import { type PathStep, statePath } from '#trace/state-path';
import { EDGES } from '#trace/tcp-diagram';
import { type TcpSocket, tcpSockets } from '#trace/tcp-sockets';
import { joinOf } from '../../src/trace/join-of.ts';
import { rowsOf } from '../../src/trace/joined.ts';
import { readLate, stampedOtherwise } from './arrivals.ts';
import { recordings } from './recordings.ts';
import { RUN_NAMES, runTrace } from './run-traces.ts';

type Trace = readonly TraceEvent[];

const labs = await recordings();
const lab = (name: string): Trace => labs.find(each => each.name === name)?.trace ?? [];
const all: readonly { name: string; trace: Trace }[] = [
  ...labs,
  ...RUN_NAMES.map(name => ({ name, trace: runTrace(name) })),
];

const frameText = (trace: Trace, id: number): string => {
  const sent = trace.find(event => event.type === 'frame' && event.verb === 'sent' && event.id === id);
  return sent?.type === 'frame' ? dissect(Buffer.from(sent.bytes ?? '', 'base64')).summary.text : '?';
};

/** "FIN-WAIT-1: close()", "ESTABLISHED: SYN, ACK came", with "unseen" for what no table shows. */
function told(trace: Trace, { state, cause, seenAt, isDirect }: PathStep): string {
  const by = {
    call: () => (cause.kind === 'call' ? `${cause.call.call}()` : ''),
    left: () => (cause.kind === 'left' ? `${frameText(trace, cause.frame)} left` : ''),
    arrived: () => (cause.kind === 'arrived' ? `${frameText(trace, cause.frame)} came` : ''),
    born: () => (cause.kind === 'born' ? `of ${cause.listener}` : ''),
    made: () => 'made',
    table: () => 'table',
    time: () => 'time',
    gone: () => 'gone',
  }[cause.kind]();
  return [`${state}: ${by}`, seenAt === null && 'unseen', !isDirect && 'no way'].filter(Boolean).join(', ');
}

const isOf = (host: string, kind: 'listening' | 'connected', nth: number) => {
  let count = 0;
  return ({ host: own, peer }: TcpSocket): boolean =>
    own === host && (peer === null) === (kind === 'listening') && count++ === nth;
};

function pathOf(
  trace: Trace,
  host: string,
  kind: 'listening' | 'connected' = 'connected',
  nth = 0,
): string[] {
  const socket = tcpSockets(trace, trace.length).find(isOf(host, kind, nth));
  if (socket === undefined) throw new Error(`no ${kind} socket on ${host}`);
  return statePath(trace, socket.life).map(step => told(trace, step));
}

/** Where it depends on the machine whether a look at the table came in time. */
const seenOrNot = (path: readonly string[]): string[] => path.map(step => step.replace(', unseen', ''));

describe('the textbook’s two ways', () => {
  test('who connects and closes first ends in TIME-WAIT', () => {
    expect(pathOf(lab('echo-once'), 'client')).toEqual([
      'CLOSED: socket()',
      'SYN-SENT: connect(), unseen',
      'ESTABLISHED: SYN, ACK came',
      'FIN-WAIT-1: close()',
      'FIN-WAIT-2: ACK came',
      'TIME-WAIT: FIN, ACK came',
    ]);
  });

  test('the accepted one is born of a listening socket; its program ends without a close()', () => {
    const path = pathOf(lab('echo-once'), 'server');
    expect(path[0], 'which no table can show: it is the listener’s').toBe('LISTEN: of 0.0.0.0:3333, unseen');
    expect(seenOrNot(path).slice(1)).toEqual([
      'SYN-RECEIVED: SYN came',
      'ESTABLISHED: ACK came',
      'CLOSE-WAIT: FIN, ACK came',
      'LAST-ACK: FIN, ACK left',
      'CLOSED: ACK came',
    ]);
  });

  test('a listening socket stays one until it is closed', () => {
    expect(pathOf(lab('echo-once'), 'server', 'listening')).toEqual([
      'CLOSED: socket()',
      'LISTEN: listen()',
      'CLOSED: close(), unseen',
    ]);
  });

  test('on one machine, where frames are told of late, it is the same way', () => {
    const states = (path: readonly string[]) => path.map(step => step.replace(/:.*/, ''));
    for (const [nth, host] of ['client', 'server'].entries())
      expect(states(pathOf(lab('echo-once-localhost'), 'pc', 'connected', nth))).toEqual(
        states(pathOf(lab('echo-once'), host)),
      );
  });

  test('a minute after the end TIME-WAIT is over', () => {
    expect(seenOrNot(pathOf(runTrace('two-sends-one-recv'), 'server')).slice(-3)).toEqual([
      'FIN-WAIT-1: close()',
      'TIME-WAIT: FIN, ACK came',
      'CLOSED: time',
    ]);
  });
});

describe('the rarer ways', () => {
  test('both close before either has heard of it: CLOSING', () => {
    expect(pathOf(runTrace('both-close-at-once'), 'client').slice(3)).toEqual([
      'FIN-WAIT-1: close()',
      'CLOSING: FIN, ACK came',
      'TIME-WAIT: ACK came',
    ]);
  });

  test('both connect at once: from SYN-SENT to SYN-RECEIVED', () => {
    for (const host of ['client', 'server']) {
      const path = seenOrNot(pathOf(runTrace('both-connect-at-once'), host));
      expect(path.slice(0, 3)).toEqual(['CLOSED: socket()', 'SYN-SENT: connect()', 'SYN-RECEIVED: SYN came']);
      expect(path.slice(3)).toEqual([expect.stringMatching(/^ESTABLISHED: (SYN, )?ACK came$/)]);
    }
  });

  test('a FIN that acknowledges the own one skips FIN-WAIT-2', () => {
    expect(seenOrNot(pathOf(runTrace('slow-reader'), 'client')).slice(-2)).toEqual([
      'FIN-WAIT-1: close()',
      'TIME-WAIT: FIN, ACK came',
    ]);
  });

  test('shutdown() ends one direction: FIN-WAIT-2 lasts until the other end has said all', () => {
    expect(pathOf(runTrace('half-close'), 'client').slice(-3)).toEqual([
      'FIN-WAIT-1: shutdown()',
      'FIN-WAIT-2: ACK came',
      'TIME-WAIT: FIN, ACK came',
    ]);
  });

  test('a refused connection goes back to CLOSED, and a reset ends one; neither is a way of the figure', () => {
    expect(seenOrNot(pathOf(lab('echo-once client-first'), 'client'))).toEqual([
      'CLOSED: socket()',
      'SYN-SENT: connect()',
      'CLOSED: RST, ACK came, no way',
    ]);
    expect(pathOf(runTrace('reset'), 'server').at(-1)).toBe('CLOSED: close(), unseen, no way');
    expect(pathOf(runTrace('reset'), 'client').at(-1)).toBe('CLOSED: RST, ACK came, no way');
  });

  test('who finds the accept queue full stays in SYN-SENT until somebody is accepted', () => {
    const trace = runTrace('full-queue');
    const third = tcpSockets(trace, trace.length).find(isOf('client', 'connected', 2));
    if (third === undefined) throw new Error('nobody waits');
    const path = statePath(trace, third.life);
    const accepts = trace.findIndex(event => event.type === 'return' && event.call === 'accept');
    const stateThen = path.findLast(({ moment }) => moment <= accepts)?.state;
    expect([stateThen, path.find(({ moment }) => moment > accepts)?.state]).toEqual([
      'SYN-SENT',
      'ESTABLISHED',
    ]);
  });
});

test('without frames only what has no other explanation is told', () => {
  const quiet = lab('echo-once').filter(({ type }) => type !== 'frame');
  expect(pathOf(quiet, 'client')).toEqual([
    'CLOSED: socket()',
    'SYN-SENT: connect(), unseen',
    'ESTABLISHED: table, no way',
    'FIN-WAIT-1: close()',
    'FIN-WAIT-2: table',
    'TIME-WAIT: table',
  ]);
  expect(pathOf(quiet, 'server').slice(-2)).toEqual(['CLOSE-WAIT: table', 'CLOSED: gone, unseen, no way']);
});

describe.each(all)('$name', ({ trace }) => {
  const paths = tcpSockets(trace, trace.length).map(({ life, from }) => ({
    life,
    from,
    path: statePath(trace, life),
  }));

  test('what the tables show lies on the way, and the way keeps to the figure', () => {
    const hasTcp = trace.some(
      event =>
        event.type === 'sockets' && event.sockets.some(row => row.state !== null && row.protocol === 'tcp'),
    );
    expect(paths.length > 0).toBe(hasTcp);
    for (const { life, path } of paths) {
      const shown = new Set(rowsOf(joinOf(trace), life).flatMap(({ row }) => row.state ?? []));
      for (const state of shown)
        expect(path.some(step => step.state === state && step.seenAt !== null)).toBe(true);
      for (const step of path) expect(step.seenAt !== null && !shown.has(step.state)).toBe(false);
      path.slice(1).forEach(({ state, isDirect, moment }, at) => {
        const before = path[at];
        expect(moment).toBeGreaterThanOrEqual(before?.moment ?? 0);
        expect(!isDirect || EDGES.some(edge => edge.from === before?.state && edge.to === state)).toBe(true);
      });
    }
  });

  test('whatever is read late or stamped otherwise, it is the same way', () => {
    const ways = (events: Trace) =>
      tcpSockets(events, events.length)
        .map(({ host, local, peer, life }) => {
          const states = statePath(events, life).map(
            ({ state, isDirect }) => `${isDirect ? '→' : '⇢'} ${state}`,
          );
          return [host, local, peer, ...states].join(' ');
        })
        .toSorted();
    const expected = ways(trace);
    for (let seed = 1; seed <= 10; seed += 1)
      for (const events of [readLate(trace, seed), readLate(stampedOtherwise(trace, seed), seed)])
        expect(ways(events), `seed ${seed}`).toEqual(expected);
  });

  test('what was told while it went on is never taken back', () => {
    for (const { life, from, path } of paths) {
      for (let length = 1; length <= trace.length; length += 3) {
        const prefix = trace.slice(0, length);
        const then = tcpSockets(prefix, length).find(each => each.host === life.host && each.from === from);
        const known = then === undefined ? [] : statePath(prefix, then.life).map(({ state }) => state);
        expect(
          path.slice(0, known.length).map(({ state }) => state),
          `after ${length} events`,
        ).toEqual(known);
      }
    }
  });
});
