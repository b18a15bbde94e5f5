/** What learners really hand in: right in many ways, wrong in many ways, judged in real boxes. */
import { describe, expect, test } from 'vitest';
import { graderForThisFile } from './judge.ts';
import { right, wrong } from './programs.ts';

const judge = graderForThisFile('echo-once');

describe.concurrent('is right, however it is written', () => {
  test.each(Object.entries(right))('%s', async (_name, text) => {
    const { status, failed } = await judge(text);
    expect(failed).toEqual([]);
    expect(status).toBe('pass');
  });
});

// What the first failure says is said before the others are judged.
describe.concurrent('is told what was seen', () => {
  test.each(Object.entries(wrong))('%s', async (_name, { text, first, says }) => {
    const { status, failed } = await judge(text, { untilFailure: true });
    expect(failed[0]).toMatchObject(first);
    expect(JSON.stringify(failed[0]?.verdict)).toMatch(says);
    expect(status).toBe('fail');
  });
});

describe.concurrent('is judged to the last check all the same', () => {
  const some = ['ends at once', 'a UDP socket', 'reads for ever', 'ends with another code'] as const;
  test.each(some)('%s', async name => {
    const { text, first } = wrong[name];
    const { results, failed } = await judge(text);
    expect(results).toHaveLength(6);
    expect(failed[0]).toMatchObject(first);
    expect(results.map(({ status }) => status)).not.toContain('error');
  });
});
