/**
 * How a reader goes through the walk: Next, unless a prediction must come first. The question stands
 * in the prose; a prediction that no question on this page asks holds nobody up.
 */
import { type ReadonlySignal, signal } from '@preact/signals';
import type { PredictionSpec, Scene } from '#protocol/lab';
import { keepAnswer, readAnswer } from './answers.ts';
import { hearPage, isScene, tellPage } from './page-events.ts';
import type { Source } from './source.ts';
import type { View } from './view.ts';
import { coveringPrediction, nextMove } from './walk.ts';

export type Pacing = {
  /** The prediction that must be answered or skipped before the lab goes on. */
  asked: ReadonlySignal<PredictionSpec | null>;
  next(): void;
  goto(move: string): void;
  reset(): void;
  skip(): void;
  showQuestion(): void;
};

export function pacingOf(scene: Scene, source: Source, view: View, gone: AbortSignal): Pacing {
  const asked = signal<PredictionSpec | null>(null);
  /** What was wanted when the question came in between: towards which move, and how. */
  let wanted: { move: string; go: () => void } | undefined;
  // Held here too, for a browser without storage.
  const answered = new Set<string>();
  const isAnswered = ({ id }: PredictionSpec) =>
    answered.has(id) || readAnswer(localStorage, scene, id) !== undefined || !isOnPage(scene, id);

  const ask = (prediction: PredictionSpec) =>
    tellPage('sockscope:predict', { lab: scene.lab, whatIf: scene.whatIf, prediction: prediction.id });

  const coveringOn = (move: string) => coveringPrediction(scene, view.now.peek().moves, move, isAnswered);

  function towards(move: string, go: () => void): void {
    const covering = coveringOn(move);
    if (covering === undefined) {
      asked.value = null;
      go();
      return;
    }
    asked.value = covering;
    wanted = { move, go };
    ask(covering);
  }

  hearPage('sockscope:predicted', gone, detail => {
    if (!isScene(detail, scene)) return;
    answered.add(detail.prediction);
    if (asked.value?.id === detail.prediction) asked.value = null;
  });

  hearPage('sockscope:reopened', gone, detail => {
    if (isScene(detail, scene)) answered.delete(detail.prediction);
  });

  /** Every question on the way, or the run would answer one that was neither asked nor skipped. */
  const skip = (): void => {
    if (asked.value === null || wanted === undefined) return;
    const { lab, whatIf } = scene;
    const { move, go } = wanted;
    for (let covering = coveringOn(move); covering !== undefined; covering = coveringOn(move)) {
      answered.add(covering.id);
      keepAnswer(localStorage, scene, covering.id, { kind: 'skipped' });
      tellPage('sockscope:predicted', { lab, whatIf, prediction: covering.id });
    }
    go();
  };

  return {
    asked,
    skip,
    next() {
      // Pressed again without an answer: asked once is enough, nobody is held up.
      if (asked.peek() !== null) {
        skip();
        return;
      }
      const move = nextMove(scene.walk, view.now.peek().moves);
      if (move) towards(move.id, () => source.next());
    },
    goto: move => towards(move, () => source.goto(move)),
    reset() {
      asked.value = null;
      source.reset();
    },
    showQuestion() {
      if (asked.value) ask(asked.value);
    },
  };
}

/** Whether the prose asks it: `<form data-prediction data-lab data-what-if>`. */
function isOnPage(scene: Scene, prediction: string): boolean {
  const all = document.querySelectorAll<HTMLElement>(`[data-prediction="${prediction}"]`);
  return [...all].some(
    ({ dataset }) => dataset.lab === scene.lab && (dataset.whatIf || null) === scene.whatIf,
  );
}
