/** Of many programs the one that acted last is brought into view. */
import { expect, test } from 'vitest';
import { actedLast } from '../../src/lab/following-program.ts';
import { recordings } from '../trace/recordings.ts';

const all = await recordings();
const trace = all.find(({ name }) => name === 'accept-new-socket')?.trace ?? [];

test('nobody has acted before the first line', () => {
  expect(actedLast(trace, 0)).toBeNull();
});

test('frames and tables that come later do not take its place', () => {
  const moment = trace.findIndex(event => event.type === 'frame') + 1;
  const before = trace.slice(0, moment).findLast(event => ['line', 'return', 'blocked'].includes(event.type));
  expect(before).toHaveProperty('program', actedLast(trace, moment));
});

test('every program of the lab is brought into view once', () => {
  const seen = new Set(trace.map((_, index) => actedLast(trace, index + 1)));
  for (const name of ['server', 'a', 'b', 'c', 'd']) expect(seen).toContain(name);
});
