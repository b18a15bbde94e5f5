/** A program put together from given lines: the file is the only truth. */
import { expect, test } from 'vitest';
import { loadExercise } from '#grader/exercises';
import { type Arrangement, arrangementIn, moved, takenOut, textOf } from '../../src/lab/blocks.ts';

const { starter, solution, spec } = loadExercise('ladder');
const blocks = spec.blocks ?? [];
const read = (text: string): Arrangement => {
  const found = arrangementIn(text, starter, blocks);
  if (found === undefined) throw new Error(`not arranged: ${text}`);
  return found;
};

test('the starter uses no line, the solution nine of twelve', () => {
  expect(read(starter)).toMatchObject({ used: [], waiting: blocks });
  expect(read(solution).used).toHaveLength(9);
  expect(read(solution).waiting).toHaveLength(3);
});

test('what is written is read again, wherever a block stands', () => {
  let arrangement = read(starter);
  for (const block of blocks) {
    arrangement = moved(arrangement, block, 0);
    expect(read(textOf(arrangement))).toEqual(arrangement);
  }
  expect(arrangement.used).toEqual(blocks.toReversed());
  for (const block of blocks) arrangement = takenOut(arrangement, block);
  expect(textOf(arrangement)).toBe(starter);
});

test('a block that begins like another is not taken for it', () => {
  const pair = blocks.find(block => block.includes('; ')) ?? '';
  const [accept = ''] = pair.split('; ');
  expect(blocks).toContain(accept);
  expect(read(textOf(moved(read(starter), pair, 0))).used).toEqual([pair]);
  expect(read(textOf(moved(read(starter), accept, 0))).used).toEqual([accept]);
});

test.each([
  ['a line of one’s own', (text: string) => `${text}print('hi')\n`],
  ['a line twice', (text: string) => `${text}listener.close()\n`],
  ['a line less', (text: string) => text.replace('listener.close()\n', '')],
  ['another head', (text: string) => `import time\n${text}`],
])('%s means that it was written by hand', (_what, change) => {
  expect(arrangementIn(change(solution), starter, blocks)).toBeUndefined();
});
