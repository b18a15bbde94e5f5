/** docs/seeds.md: every claim of the notes that the course grew from has its row and its lesson. */

import { expect, test } from 'vitest';
import { built, rows, seeds } from './seed-rows.ts';

const planned = /^Not yet built: (.+?)\.$/ms.exec(seeds)?.[1]?.split(/,\s+/) ?? [];

test('each of the 263 claims has a row, numbered without a gap', () => {
  expect(rows).toHaveLength(263);
  for (const seed of ['S0', 'S1', 'S2', 'S3', 'S4']) {
    const numbers = rows.filter(row => row.seed === seed).map(({ number }) => number);
    expect(numbers).toEqual(numbers.map((_, index) => index + 1));
  }
});

test('a lesson that covers a claim is in the course, or named among those that are not yet built', () => {
  const named = [...new Set(rows.flatMap(({ lessons }) => lessons))];
  expect(named.filter(lesson => !built.includes(lesson)).sort()).toEqual(planned);
});
