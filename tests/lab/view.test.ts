import { signal } from '@preact/signals';
import { expect, test } from 'vitest';
import type { TraceEvent } from '#protocol/events';
import { labAt } from '#trace/fold';
import { recordedSource } from '../../src/lab/recorded-source.ts';
import type { Source } from '../../src/lab/source.ts';
import { viewOf } from '../../src/lab/view.ts';
import { golden } from './golden.ts';

/** A live source as far as a view looks at it. */
function running() {
  const trace = signal<readonly TraceEvent[]>([]);
  const source = { live: true, trace, all: trace, mark: signal(0), sought: signal(false) };
  return { trace, view: viewOf(source as unknown as Source) };
}

test('a running lab goes on while the reader looks back, and the way back is one step', () => {
  const { trace, view } = running();
  trace.value = golden.slice(0, 40);
  view.goTo(12);
  expect(view.isPast.value).toBe(true);
  expect(view.now.value.moment).toBe(12);
  trace.value = golden.slice(0, 60);
  expect(view.now.value).toEqual(labAt(golden, 12));
  expect(view.latest.value.moment).toBe(60);
  expect(view.trace.value).toEqual(golden.slice(0, 12));
  view.toNow();
  expect(view.isPast.value).toBe(false);
  expect(view.now.value.moment).toBe(60);
});

test('what a step has changed is marked in the past as it was when it happened', () => {
  const { trace, view } = running();
  trace.value = golden;
  const { moments } = view.stops.value;
  const [first = 0, second = 0] = moments.slice(20);
  view.goTo(second);
  expect(view.before.value.moment).toBe(first);
});

test('a fresh box is another run: nothing of the one before is left', () => {
  const { trace, view } = running();
  trace.value = golden.slice(0, 40);
  view.goTo(5);
  const other = golden.slice(0, 3).map(event => ({ ...event }));
  trace.value = other;
  expect(view.now.value.moment).toBe(3);
  expect(view.events.value.list).toEqual(other);
  trace.value = golden.slice(0, 20).map(event => ({ ...event }));
  expect(view.isPast.value).toBe(false);
});

test('a recording is gone through to its end, but not behind a question that is open', () => {
  const cover = signal(50);
  const source = recordedSource(golden);
  const view = viewOf(source, cover);
  view.goTo(golden.length);
  expect(view.now.value.moment).toBe(50);
  expect(view.events.value.length).toBe(50);
  cover.value = Infinity;
  view.goTo(golden.length);
  expect(view.now.value.moment).toBe(golden.length);
  expect(view.isPast.value).toBe(false);
  view.goTo(3);
  expect(source.trace.value).toHaveLength(3);
});
