/** A published program runs unchanged, and fails only on the property that a check names. */
import { describe, expect, test } from 'vitest';
import { graderForThisFile } from './judge.ts';
import { asking, echoServers, python2 } from './published.ts';

describe.concurrent('an echo server of many clients', () => {
  const judge = graderForThisFile('echo-loop');
  test.each(Object.entries(echoServers))('%s', async (_name, { text, fails }) => {
    const { failed } = await judge(text);
    expect(
      failed.map(({ id }) => id),
      JSON.stringify(failed[0]),
    ).toEqual(fails === null ? [] : [fails]);
  });
});

const judge = graderForThisFile('echo-once');

describe.concurrent('a server that asks where to listen', () => {
  test.each(Object.entries(asking))('%s', async (_name, text) => {
    const { status, failed } = await judge(text);
    expect(failed).toEqual([]);
    expect(status).toBe('pass');
  });
});

describe.concurrent('source of Python 2 is told to be that', () => {
  test.each(Object.entries(python2))('%s', async (_name, text) => {
    const { failed } = await judge(text, { untilFailure: true });
    expect(failed[0]).toMatchObject({ id: 'ascii', verdict: { kind: 'crashed' } });
    expect(failed[0]?.causes[0]).toBe('python-2');
  });
});
