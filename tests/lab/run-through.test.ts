/** A place of a slider runs by itself, up to a question, and on when that is answered. */
import { signal } from '@preact/signals';
import { expect, test } from 'vitest';
import type { PredictionSpec, Scene } from '#protocol/lab';
import type { Pacing } from '../../src/lab/pacing.ts';
import { isOnSlider, runThrough } from '../../src/lab/run-through.ts';
import type { Source } from '../../src/lab/source.ts';

const slider = { title: { en: 'a', ko: 'a' }, whatIfs: ['one', 'two'] };

test('only what stands on the slider is a place of it', () => {
  expect(isOnSlider({ slider, whatIf: 'two' })).toBe(true);
  expect(isOnSlider({ slider, whatIf: 'three' })).toBe(false);
  expect(isOnSlider({ slider, whatIf: null })).toBe(false);
  expect(isOnSlider({ whatIf: 'one' })).toBe(false);
});

test.each([
  { live: true, does: 'play' },
  { live: false, does: 'goto end' },
])('it begins when the lab stands, and again after a question (live: $live)', async ({ live, does }) => {
  const did: string[] = [];
  const status = signal<Source['status']['value']>({ kind: 'opening' });
  const moving = signal(false);
  const asked = signal<PredictionSpec | null>(null);
  const gone = new AbortController();
  runThrough(
    { slider, whatIf: 'one', walk: [{ id: 'end', program: 'server', until: { exited: true } }] } as Scene,
    {
      source: { live, status, moving } as unknown as Source,
      pacing: { asked, goto: move => did.push(`goto ${move}`) } as Pick<Pacing, 'asked' | 'goto'> as Pacing,
      playing: { isOn: signal(false), toggle: () => did.push('play'), halt: () => {} },
      gone: gone.signal,
    },
  );
  const settled = () => new Promise(resolve => setTimeout(resolve));
  await settled();
  expect(did).toEqual([]);
  status.value = { kind: 'ready' };
  await settled();
  moving.value = true;
  moving.value = false;
  await settled();
  expect(did, 'once').toEqual([does]);
  asked.value = { id: 'q' } as PredictionSpec;
  asked.value = null;
  await settled();
  expect(did).toEqual([does, does]);
  gone.abort();
  asked.value = { id: 'q' } as PredictionSpec;
  asked.value = null;
  await settled();
  expect(did).toHaveLength(2);
});
