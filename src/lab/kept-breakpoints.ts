/** Breakpoints are the reader's, not a run's: a fresh box of the same lab gets those of the one before. */
import { effect } from '@preact/signals';
import type { Source } from './source.ts';
import type { View } from './view.ts';

export function keepBreakpoints(source: Source, view: View, gone: AbortSignal): void {
  if (!source.live) return;
  const lines = new Map<string, readonly number[]>();
  let run = view.events.peek().list[0];
  let read = 0;
  const stop = effect(() => {
    const { list } = view.events.value;
    const isNewRun = list[0] !== undefined && list[0] !== run;
    if (isNewRun) {
      run = list[0];
      read = 0;
      for (const [program, kept] of lines) if (kept.length > 0) source.setBreakpoints(program, kept);
    }
    for (; read < list.length; read += 1) {
      const event = list[read];
      if (event?.type === 'breakpoints') lines.set(event.program, event.lines);
    }
  });
  gone.addEventListener('abort', stop, { once: true });
}
