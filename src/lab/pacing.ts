/**
 * How a reader goes through the walk: Next, unless a prediction must come first. The question stands
 * in the prose; a prediction that no question on this page asks holds nobody up.
 */
import { effect, type ReadonlySignal, signal, untracked } from '@preact/signals';
import type { PredictionSpec, Scene } from '#protocol/lab';
import type { OpenQuestions } from './open-questions.ts';
import { tellPage } from './page-events.ts';
import type { Source } from './source.ts';
import { turnOf } from './turns.ts';
import type { View } from './view.ts';
import { coveringPrediction, nextMove } from './walk.ts';

export type Pacing = {
  /** The prediction that must be answered or skipped before the lab goes on. */
  asked: ReadonlySignal<PredictionSpec | null>;
  /** The first move, and the question behind it, which takes no focus: for whoever came to see something happen. */
  begin(): void;
  next(): void;
  goto(move: string): void;
  reset(): void;
  skip(): void;
  showQuestion(): void;
};

type PacingOptions = { source: Source; view: View; questions: OpenQuestions; gone: AbortSignal };

export function pacingOf(scene: Scene, { source, view, questions, gone }: PacingOptions): Pacing {
  const asked = signal<PredictionSpec | null>(null);
  /** What was wanted when the question came in between: towards which move, and how. */
  let wanted: { move: string; go: () => void } | undefined;

  const ask = (prediction: PredictionSpec) =>
    tellPage('sockscope:predict', { lab: scene.lab, whatIf: scene.whatIf, prediction: prediction.id });

  const coveringOn = (move: string) =>
    coveringPrediction(scene, view.latest.peek().moves, move, questions.isAnswered);

  /** Goes, unless a question comes before; then it is that one. */
  function orAsked(move: string, go: () => void): PredictionSpec | undefined {
    const covering = coveringOn(move);
    asked.value = covering ?? null;
    if (covering === undefined) go();
    else wanted = { move, go };
    return covering;
  }

  function towards(move: string, go: () => void): void {
    const covering = orAsked(move, go);
    if (covering !== undefined) ask(covering);
  }

  const stop = effect(() => {
    questions.changes.value;
    const { value } = asked;
    if (value !== null && questions.isAnswered(value)) asked.value = null;
  });
  gone.addEventListener('abort', stop, { once: true });

  /** Every question on the way, or the run would answer one that was neither asked nor skipped. */
  const skip = (): void => {
    if (asked.value === null || wanted === undefined) return;
    const { move, go } = wanted;
    for (let covering = coveringOn(move); covering !== undefined; covering = coveringOn(move))
      questions.skip(covering);
    go();
  };

  const takeTurn = (): void => {
    const program = turnOf(scene.programs, source.trace.peek(), view.latest.peek());
    if (program !== undefined) source.step(program, 'call');
  };

  function begin(): void {
    const [first, second] = scene.walk;
    if (first === undefined || second === undefined || coveringOn(first.id) !== undefined) return;
    let hasBegun = false;
    const stopBeginning = effect(() => {
      const { moves } = view.latest.value;
      if (source.status.value.kind !== 'ready') return;
      if (!hasBegun) {
        hasBegun = true;
        untracked(() => source.next());
      } else if (moves.includes(first.id)) {
        queueMicrotask(() => stopBeginning());
        if (coveringOn(second.id) !== undefined) orAsked(second.id, () => source.next());
      }
    });
    gone.addEventListener('abort', stopBeginning, { once: true });
  }

  return {
    asked,
    begin,
    skip,
    next() {
      view.toNow();
      // Pressed again without an answer: asked once is enough, nobody is held up.
      if (asked.peek() !== null) {
        skip();
        return;
      }
      const move = nextMove(scene.walk, view.latest.peek().moves);
      if (move) towards(move.id, () => source.next());
      // A run that was saved may go on behind its walk.
      else if (!source.live) source.next();
      else if (scene.walk.length === 0) takeTurn();
    },
    goto: move => towards(move, () => source.goto(move)),
    reset() {
      asked.value = null;
      view.toNow();
      source.reset();
    },
    showQuestion() {
      if (asked.value) ask(asked.value);
    },
  };
}
