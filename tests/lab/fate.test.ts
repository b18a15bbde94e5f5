import { expect, test } from 'vitest';
import en from '../../content/ui/en.json' with { type: 'json' };
import { durationText, secondsText } from '../../src/lab/duration.ts';
import { fateOf } from '../../src/lab/fate.ts';
import type { RowMark } from '../../src/lab/wire-rows.ts';
import { wordsFrom } from '../../src/lab/words.ts';
import { DATA, type Happening, rowsOf, SYN } from './wire-fixture.ts';

const words = wordsFrom('en', en);

/** What becomes of the first frame: how it ends, and what is said of it. */
function fateAfter(...happenings: Happening[]): [string, string] {
  const [row] = rowsOf([{ id: 1, at: 0, frame: SYN }, ...happenings]);
  const { kind, notes } = fateOf(row ?? expect.fail());
  return [kind, notes.map(({ key, values }) => words.say(key, values)).join(' · ')];
}

test('nothing is said of a frame that just passed', () => {
  expect(fateAfter({ id: 1, at: 0.06 })).toEqual(['arrived', '']);
});

test.each([
  ['cut', 'lost: the cable is cut'],
  ['loss', 'lost on the link'],
  ['queue', 'lost: the queue was full'],
  ['asked', 'dropped by hand'],
  ['rule:drop-syn', 'dropped by rule drop-syn'],
])('a frame that was lost says why: %s', (why, text) => {
  expect(fateAfter({ id: 1, at: 1, verb: 'dropped', why })).toEqual(['lost', text]);
});

test('a full queue loses a frame at its sender, a cable on the way', () => {
  const reach = (why: string) =>
    rowsOf([
      { id: 1, at: 0, frame: SYN },
      { id: 1, at: 1, verb: 'dropped', why },
    ]).map(row => fateOf(row).reach)[0] ?? 1;
  expect(reach('queue')).toBeLessThan(reach('cut'));
  expect(reach('cut')).toBeLessThan(1);
});

test('a frame that waits says how often its kernel has sent it, and which rule holds it', () => {
  expect(
    fateAfter(
      { id: 1, at: 0, verb: 'held', why: 'rule:hold-syn' },
      { id: 2, at: 1000, frame: SYN, copyOf: 1 },
    ),
  ).toEqual(['waits', 'sent ×2 · rule hold-syn']);
});

test('how long it had waited is kept when it has arrived', () => {
  const fate = fateAfter(
    { id: 1, at: 0, verb: 'held', why: 'step' },
    { id: 1, at: 3200, verb: 'released', why: 'asked' },
    { id: 1, at: 3200 },
  );
  expect(fate).toEqual(['arrived', 'waited 3.2 s']);
});

test('duplicated, corrupted, delayed and overtaken frames say so', () => {
  expect(
    fateAfter({ id: 1, at: 0, verb: 'duplicated', why: 'duplicate' }, { id: 1, at: 1 }, { id: 1, at: 2 }),
  ).toEqual(['arrived', 'arrived 2 times']);
  expect(
    fateAfter({ id: 1, at: 0, verb: 'corrupted', why: 'corrupt', bytes: 'AAAA' }, { id: 1, at: 1 }),
  ).toEqual(['arrived', 'corrupted on the way']);
  expect(fateAfter({ id: 2, at: 1, frame: DATA }, { id: 2, at: 2 }, { id: 1, at: 200 })).toEqual([
    'arrived',
    'took 200 ms · overtaken by #2',
  ]);
});

test('what the frames before it say of it comes first, in the words of the field', () => {
  const [row] = rowsOf([
    { id: 1, at: 0, frame: SYN },
    { id: 1, at: 1, verb: 'dropped', why: 'loss' },
  ]);
  const told = (...marks: RowMark[]) => {
    const { notes } = fateOf({ ...(row ?? expect.fail()), marks });
    return notes.map(({ key, values }) => words.say(key, values)).join(' · ');
  };
  expect(told({ kind: 'retransmission', of: 9 })).toBe('retransmission of #9 · lost on the link');
  expect(told({ kind: 'duplicate-ack', nth: 1 })).toBe('duplicate ACK · lost on the link');
  expect(told({ kind: 'duplicate-ack', nth: 3 }, { kind: 'zero-window' })).toBe(
    'duplicate ACK ×3 · window 0 · lost on the link',
  );
  expect(told({ kind: 'window-probe' })).toBe('window probe · lost on the link');
  expect(told({ kind: 'keep-alive' })).toBe('keep-alive probe · lost on the link');
  expect(told({ kind: 'part', of: 4 })).toBe('more of the datagram of #4 · lost on the link');
});

test('one frame for several machines has arrived once at each', () => {
  expect(fateAfter({ id: 1, at: 1, to: 'a' }, { id: 1, at: 1, to: 'b' })).toEqual(['arrived', '']);
});

test('a frame under way has not arrived yet', () => {
  expect(fateAfter()).toEqual(['under-way', 'not arrived yet']);
});

test('spans of time are short, and calm where they tick', () => {
  expect([60_000, 640_000_000, 3_200_000_000, 125_000_000_000].map(durationText)).toEqual([
    '0.06 ms',
    '640 ms',
    '3.2 s',
    '2 min 5 s',
  ]);
  expect([-1, 400_000_000, 59_400_000_000].map(secondsText)).toEqual(['0 s', '0 s', '59 s']);
});
