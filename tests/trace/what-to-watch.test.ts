import { expect, test } from 'vitest';
import { loadScene } from '#driver/scenes';
import { Move } from '#protocol/lab';
import { labAt } from '#trace/fold';
import { say } from '#trace/sentence';
import { whatToWatch } from '#trace/what-to-watch';
import { en, ko } from './catalogue.ts';
import { on, row, sockets, started, traceOf, type Unnumbered } from './events.ts';
import { recordings } from './recordings.ts';

const owned = { owners: [{ program: 'server', pid: 1, fd: 3 }] };

function watched(move: unknown, ...events: Unnumbered[]): string | null {
  const trace = traceOf(started(on.server), ...events);
  const found = whatToWatch(Move.parse(move), labAt(trace, trace.length));
  return found && say(en, found);
}
const until = (end: unknown, more: object = {}) => ({ id: 'm', program: 'server', until: end, ...more });

test('the place follows from the call that the move waits for', () => {
  expect(watched(until({ returned: 'bind' }))).toBe(
    'Watch its local address in the Sockets table of server.',
  );
  expect(watched(until({ returned: 'connect' }))).toBe(
    'Watch the wire, and the state of the sockets at both ends.',
  );
  expect(watched(until({ held: true }))).toBe('Watch the middle of the wire.');
  expect(watched(until({ returned: 'setsockopt' }))).toBe('Watch what setsockopt() gives to server.');
  expect(watched(until({ returned: 'connect' }, { wire: { waiting: 'release' } }))).toBe(
    'Watch what the waiting frame sets off.',
  );
});

test('it follows from how the lab stands, too', () => {
  const listener = row({ state: 'LISTEN', local: '0.0.0.0:3333', ...owned });
  const accept = until({ returned: 'accept' });
  expect(watched(accept, sockets('server', listener))).toBe(
    'Watch for a second socket in the table of server.',
  );
  expect(watched(accept, sockets('server', { ...listener, recvQ: 2 }))).toBe(
    'Watch the accept queue of server: 2 in it.',
  );
  const data = row({ recvQ: 5, ...owned });
  expect(watched(until({ returned: 'recv' }), sockets('server', data))).toBe(
    'Watch the Recv-Q of server: 5 bytes in it.',
  );
  expect(watched(until({ returned: 'recv' }), sockets('server', row({ recvQ: 5 })))).toBe(
    'Its Recv-Q is empty: watch whether the call of server returns.',
  );
  expect(watched(until({ exited: true }), sockets('server', data))).toBe(
    'Watch what becomes of the sockets of server.',
  );
  expect(watched(until({ exited: true }))).toBe('Watch how server ends, and what it prints.');
});

test('where a lab has no wire to show, nobody is sent to look at it', () => {
  const trace = traceOf(started(on.server));
  const said = (call: string): string => {
    const move = Move.parse(until({ returned: call }));
    return say(
      en,
      whatToWatch(move, labAt(trace, trace.length), { hasWire: false }) ?? { key: '', values: {} },
    );
  };
  expect(['connect', 'sendall', 'close', 'bind'].map(said)).toEqual([
    'Watch the state of the sockets at both ends.',
    'Watch Recv-Q at the other end.',
    'Watch the state of the sockets at both ends.',
    'Watch its local address in the Sockets table of server.',
  ]);
});

test('nothing is said of a program that the lab does not know yet', () => {
  expect(whatToWatch(Move.parse(until({ exited: true })), labAt([], 0))).toBeNull();
});

test.each(await recordings())(
  'every move of $name says where to look, in both languages',
  ({ name, trace }) => {
    const [lab = '', whatIf = null] = name.split(' ');
    let from = trace.findIndex(event => event.type === 'resumed');
    for (const move of loadScene(lab, whatIf).walk) {
      const found = whatToWatch(move, labAt(trace, from));
      expect(found, move.id).not.toBeNull();
      if (found !== null)
        for (const messages of [en, ko]) expect(say(messages, found)).not.toMatch(/\{|trace\./);
      from = trace.findIndex(event => event.type === 'move' && event.move === move.id) + 1;
    }
  },
);
