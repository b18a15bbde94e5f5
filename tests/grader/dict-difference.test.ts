/** A dict within a dict, of times that differ from run to run: only a least value can be asked for. */
import { expect, test } from 'vitest';
import type { PythonValue } from '#protocol/caller';
import { dictDifference } from '../../src/grader/dict-difference.ts';

const plain = (value: string | number): PythonValue => ({ kind: 'plain', value });
const dict = (items: readonly (readonly [string | number, PythonValue])[]): PythonValue => ({
  kind: 'dict',
  items: items.map(([key, value]) => [plain(key), value]),
});
const pings = (...rtts: readonly (readonly [string | number, number])[]): PythonValue =>
  dict([
    ['sent', plain(2)],
    ['rtts', dict(rtts.map(([key, value]) => [key, plain(value)]))],
  ]);

const wanted = {
  sent: 2,
  rtts: new Map([
    [1, { atLeast: 0 }],
    [2, { atLeast: 0.5 }],
  ]),
};

test.each([
  ['longer is as good', pings([1, 3], [2, 0.5]), null],
  ['shorter is not', pings([1, 0], [2, 0.4]), { wanted: "'rtts': 2: at least 0.5", saw: "'rtts': 2: 0.4" }],
  [
    'a text is no number',
    pings([1, 0], ['2', 1]),
    { wanted: "'rtts': 2: at least 0.5", saw: "'rtts': 2: missing" },
  ],
  ['one too many', pings([1, 0], [2, 1], [3, 1]), { wanted: "'rtts': no 3", saw: "'rtts': 3: 1" }],
  [
    'no dict',
    dict([
      ['sent', plain(2)],
      ['rtts', plain(0)],
    ]),
    { wanted: "'rtts': a dict", saw: "'rtts': 0" },
  ],
  [
    'none at all',
    dict([['sent', plain(2)]]),
    { wanted: "'rtts': {1: at least 0, 2: at least 0.5}", saw: "'rtts': missing" },
  ],
])('%s', (_, saw, told) => {
  expect(dictDifference(wanted, saw)).toEqual(told);
});
