import { signal } from '@preact/signals';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { TraceEvent } from '#protocol/events';
import { openTurns } from '../../src/lab/in-turn.ts';
import type { Source } from '../../src/lab/source.ts';
import { viewOf } from '../../src/lab/view.ts';
import { draw, drawByHand, due } from './drawn-frames.ts';
import { golden } from './golden.ts';

let clock = 0;

drawByHand();
beforeEach(() => void vi.spyOn(performance, 'now').mockImplementation(() => clock));
afterEach(() => void vi.restoreAllMocks());

function streamed() {
  const trace = signal<readonly TraceEvent[]>([]);
  const source = { live: true, trace, all: trace, mark: signal(0), sought: signal(false) };
  const turns = openTurns(viewOf(source as unknown as Source));
  const moments = (): number[] => turns.views.map(view => view.now.value.moment);
  const goOn = (length: number): void => {
    clock += 16;
    trace.value = golden.slice(0, length);
  };
  /** So many that it is a stream. */
  const pour = (): void => {
    for (let length = 1; length <= 30; length += 1) goOn(length);
    for (let frame = 0; frame < 8; frame += 1) draw();
    expect(moments()).toEqual([30, 30, 30, 30]);
  };
  return { turns, moments, goOn, pour };
}

test('what happens now and then is seen everywhere at once', () => {
  const { moments, goOn } = streamed();
  for (const length of [3, 4, 9]) {
    goOn(length);
    expect(moments()).toEqual([length, length, length, length]);
  }
  expect(due()).toBe(0);
});

test('what pours in is drawn in one pane at every second frame, and in all when it rests', () => {
  const { moments, goOn, pour } = streamed();
  pour();
  goOn(40);
  expect(moments()).toEqual([30, 30, 30, 30]);
  for (const behind of [3, 2, 1, 0]) {
    for (let frame = 0; frame < 2; frame += 1) draw();
    expect(moments().filter(moment => moment === 30)).toHaveLength(behind);
  }
  expect(due(), 'nothing is due any more').toBe(0);
  clock += 1000;
  goOn(41);
  expect(moments()).toEqual([41, 41, 41, 41]);
});

test('where the reader goes everything goes at once, also while it pours', () => {
  const { turns, moments, goOn, pour } = streamed();
  pour();
  goOn(40);
  turns.views[2].goTo(7);
  expect(moments()).toEqual([7, 7, 7, 7]);
  goOn(50);
  turns.views[0].toNow();
  expect(moments()).toEqual([50, 50, 50, 50]);
});

test('once it is closed it follows no more', () => {
  const { turns, moments, goOn, pour } = streamed();
  pour();
  goOn(40);
  turns.close();
  draw();
  goOn(50);
  expect(moments()).toEqual([30, 30, 30, 30]);
});
