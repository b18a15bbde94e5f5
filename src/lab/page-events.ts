/**
 * How a lab, the prose around it and its predictions stay in step: events on the document, because
 * they are islands of their own and may each be there or not.
 */
import type { TraceEvent } from '#protocol/events';
import type { Picked } from '#trace/belongs';

type SceneName = { lab: string; whatIf: string | null };

/** Opens a variant of the lab; `bySlider`: the slider keeps the focus. */
export type OpenScene = (mode: 'live' | 'recorded', whatIf: string | null, bySlider?: boolean) => void;

/** Where a lab stands, for another page of this tab to open it there. */
export type LeftLab = SceneName &
  ({ mode: 'recorded'; moment: number } | { mode: 'live'; session: string | undefined });

export type PageEvents = {
  /** A move was reached, or shown again; null: the lab stands before its walk. */
  'sockscope:move': SceneName & { move: string | null };
  /** The trace of the run that is shown, after a move; `plain`: of a plain box, where nobody sees frames. */
  'sockscope:trace': SceneName & { trace: readonly TraceEvent[]; moves: readonly string[]; plain: boolean };
  /** Someone (the prose, a what-if) wants this scene opened. */
  'sockscope:open': SceneName & {
    /** `any`: live where it can be, else the recording */
    mode: 'live' | 'recorded' | 'any';
    left?: LeftLab;
    begins?: boolean;
    bySlider?: boolean;
  };
  /** The page is left for the same one in another language; the lab says where it stands. */
  'sockscope:leave': { keep(left: LeftLab): void };
  /** The reader went to the paragraph of this move. */
  'sockscope:goto': { move: string };
  /** A key in the page leads to the lab, which may lie behind the text. */
  'sockscope:to-lab': Record<never, never>;
  /** Someone wants to see this moment of the run that is shown, and what is picked there. */
  'sockscope:show': SceneName & { moment: number; picked: Picked | null };
  /** The lab cannot go on before this prediction is answered; the question takes the focus. */
  'sockscope:predict': SceneName & { prediction: string };
  /** It was committed or skipped. */
  'sockscope:predicted': SceneName & { prediction: string };
  /** What the run says of an answer, while the question stands where nobody sees or hears it. */
  'sockscope:answered': SceneName & { prediction: string; verdict: string };
  /** The reader wants to read there why. */
  'sockscope:to-answer': SceneName & { prediction: string };
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
