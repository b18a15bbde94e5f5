import { expect, test } from 'vitest';
import { labAt } from '#trace/fold';
import { golden } from '../lab/golden.ts';

test('a line shows the newest call that it has made, with what it gave', () => {
  const source = labAt(golden, golden.length).programs.server?.lineCalls ?? {};
  const calls = Object.values(source).map(({ call }) => call);
  for (const call of ['socket', 'bind', 'listen', 'accept', 'recv', 'sendall']) expect(calls).toContain(call);
  const accept = Object.values(source).find(({ call }) => call === 'accept');
  expect(accept).toMatchObject({ returned: true, error: null, count: 1 });
  expect(accept?.fd).toBeGreaterThan(3);
});

test('a call that has not come back is shown as open', () => {
  const entered = golden.findIndex(event => event.type === 'call' && event.call === 'accept');
  const event = golden[entered];
  if (event?.type !== 'call' || event.line === null) throw new Error('no accept in the recording');
  const open = labAt(golden, entered + 1).programs[event.program]?.lineCalls[event.line];
  expect(open).toMatchObject({ call: 'accept', seq: event.seq, returned: false, value: null });
});
