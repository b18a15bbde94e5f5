import { signal } from '@preact/signals';
import { expect, test } from 'vitest';
import type { TraceEvent } from '#protocol/events';
import { keepBreakpoints } from '../../src/lab/kept-breakpoints.ts';
import type { Source } from '../../src/lab/source.ts';
import { viewOf } from '../../src/lab/view.ts';
import { golden } from './golden.ts';

const at = { host: 'server', program: 'server' };
const told = (lines: number[]): TraceEvent => ({
  type: 'breakpoints',
  seq: 99,
  at: 0,
  ...at,
  lines,
  nowhere: [],
});
const anotherRun = () => golden.slice(0, 8).map(event => ({ ...event }));

function running() {
  const asked: unknown[] = [];
  const trace = signal<readonly TraceEvent[]>([]);
  const source = {
    live: true,
    trace,
    all: trace,
    mark: signal(0),
    sought: signal(false),
    setBreakpoints: (program: string, lines: readonly number[]) => asked.push({ program, lines }),
  } as unknown as Source;
  const gone = new AbortController();
  keepBreakpoints(source, viewOf(source), gone.signal);
  return { trace, asked, gone };
}

test('a fresh box gets the breakpoints of the one before, as they held there', () => {
  const { trace, asked } = running();
  trace.value = golden.slice(0, 8);
  trace.value = [...golden.slice(0, 8), told([10]), told([10, 14])];
  expect(asked).toEqual([]);
  trace.value = [];
  trace.value = anotherRun();
  expect(asked).toEqual([{ program: 'server', lines: [10, 14] }]);
});

test('what was taken away is not set again', () => {
  const { trace, asked } = running();
  trace.value = [...golden.slice(0, 8), told([10]), told([])];
  trace.value = anotherRun();
  expect(asked).toEqual([]);
});
