/** Which slips remain, of the answers so far. */
import { expect, test } from 'vitest';
import type { Entry } from '#protocol/record';
import { OVERCOME, remains, slipsOf } from '#record/slips';

let at = 0;
const answered = (topic: string, made: string | null, on: string | null = null): Entry => {
  at += 1;
  return { id: `entry-no-${at}`, at, type: 'answered', topic, seed: at, on, isRight: made === null, made };
};

test('slips are counted, the one made most often first', () => {
  const slips = slipsOf([
    answered('net', 'minus-one'),
    answered('net', 'formula'),
    answered('net', 'formula'),
  ]);
  expect(slips.map(({ slip, made }) => [slip, made])).toEqual([
    ['formula', 2],
    ['minus-one', 1],
  ]);
});

test('a slip is overcome when it was avoided often enough in a row, and back when it is made again', () => {
  const right = Array.from({ length: OVERCOME }, () => answered('net', null, 'formula'));
  const almost = [answered('net', 'formula'), ...right.slice(1)];
  expect(slipsOf(almost).every(remains)).toBe(true);
  const overcome = [...almost, answered('net', null)];
  expect(slipsOf(overcome).some(remains)).toBe(false);
  expect(slipsOf([...overcome, answered('net', 'formula')])).toMatchObject([{ made: 2, avoided: 0 }]);
});

test('a question drawn on one slip says nothing of another, nor of another topic', () => {
  const slips = slipsOf([
    answered('net', 'formula'),
    answered('net', null, 'minus-one'),
    answered('and', null),
  ]);
  expect(slips).toMatchObject([{ slip: 'formula', avoided: 0 }]);
});

test('wrong without a name is neither a slip nor one avoided', () => {
  const nameless: Entry = {
    ...(answered('net', null) as Extract<Entry, { type: 'answered' }>),
    isRight: false,
  };
  expect(slipsOf([answered('net', 'formula'), nameless])).toMatchObject([{ slip: 'formula', avoided: 0 }]);
});
