/**
 * How a lab, the prose around it and its predictions stay in step: events on the document, because
 * they are islands of their own and may each be there or not.
 */
import type { TraceEvent } from '#protocol/events';

type SceneName = { lab: string; whatIf: string | null };

export type PageEvents = {
  /** A move was reached, or shown again; null: the lab stands before its walk. */
  'sockscope:move': SceneName & { move: string | null };
  /** The trace of the run that is shown, after a move. */
  'sockscope:trace': SceneName & { trace: readonly TraceEvent[]; moves: readonly string[] };
  /** Someone (the prose, a what-if) wants this scene opened. */
  'sockscope:open': SceneName & { mode: 'live' | 'recorded' };
  /** The reader went to the paragraph of this move. */
  'sockscope:goto': { move: string };
  /** The lab cannot go on before this prediction is answered; the question takes the focus. */
  'sockscope:predict': SceneName & { prediction: string };
  /** It was committed or skipped. */
  'sockscope:predicted': SceneName & { prediction: string };
  /** Its answer was taken back: the next run waits for another one. */
  'sockscope:reopened': SceneName & { prediction: string };
};

export function tellPage<Name extends keyof PageEvents>(name: Name, detail: PageEvents[Name]): void {
  document.dispatchEvent(new CustomEvent(name, { detail }));
}

/** Listens until the signal fires. */
export function hearPage<Name extends keyof PageEvents>(
  name: Name,
  signal: AbortSignal,
  listener: (detail: PageEvents[Name]) => void,
): void {
  document.addEventListener(name, event => listener((event as CustomEvent<PageEvents[Name]>).detail), {
    signal,
  });
}

export const isScene = (a: SceneName, b: SceneName) => a.lab === b.lab && a.whatIf === b.whatIf;
