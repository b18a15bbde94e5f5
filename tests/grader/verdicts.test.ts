/** What learners really hand in: right in many ways, wrong in many ways, judged in real boxes. */
import { describe, expect, test } from 'vitest';
import { graderForThisFile } from './judge.ts';
import { right, wrong } from './programs.ts';

const judge = graderForThisFile('echo-once');

describe('is right, however it is written', () => {
  test.each(Object.entries(right))('%s', async (_name, text) => {
    const { status, failed } = await judge(text);
    expect(failed).toEqual([]);
    expect(status).toBe('pass');
  });
});

describe('is told what was seen', () => {
  test.each(Object.entries(wrong))('%s', async (_name, { text, first, says }) => {
    const { status, failed, results } = await judge(text);
    expect(failed[0]).toMatchObject(first);
    expect(JSON.stringify(failed[0]?.verdict)).toMatch(says);
    expect(status).toBe('fail');
    expect(results).toHaveLength(6);
  });
});
