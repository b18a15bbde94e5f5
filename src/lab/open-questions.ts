/**
 * The predictions of a scene that the prose of this page asks and that are neither answered nor passed
 * over. What a recording shows behind one of them stays covered.
 */
import { computed, type ReadonlySignal, signal } from '@preact/signals';
import type { TraceEvent } from '#protocol/events';
import type { PredictionSpec, Scene } from '#protocol/lab';
import type { PageRecord } from '#record/page';
import { keepAnswer, readAnswer } from './answers.ts';
import { hearPage, isScene, tellPage } from './page-events.ts';
import { firstMoment } from './recorded-source.ts';

export type OpenQuestions = {
  /** Grows whenever a question was answered, passed over or opened again. */
  changes: ReadonlySignal<number>;
  isAnswered(prediction: PredictionSpec): boolean;
  /** The reader wants to see the run without answering. */
  skip(prediction: PredictionSpec): void;
  /** The moment of a recording at which the first cover begins; Infinity when nothing is covered. */
  coverOf(events: ReadonlySignal<readonly TraceEvent[]>): ReadonlySignal<number>;
};

export function openQuestions(scene: Scene, record: PageRecord, gone: AbortSignal): OpenQuestions {
  // Held here too: the record may hear of it a moment later.
  const answered = new Set<string>();
  const changes = signal(0);
  const isAnswered = ({ id }: PredictionSpec) =>
    answered.has(id) || readAnswer(record, scene, id) !== undefined || !isOnPage(scene, id);

  hearPage('sockscope:predicted', gone, detail => {
    if (!isScene(detail, scene)) return;
    answered.add(detail.prediction);
    changes.value += 1;
  });
  hearPage('sockscope:reopened', gone, detail => {
    if (!isScene(detail, scene)) return;
    answered.delete(detail.prediction);
    changes.value += 1;
  });

  return {
    changes,
    isAnswered,
    skip(prediction) {
      answered.add(prediction.id);
      keepAnswer(record, scene, prediction.id, { kind: 'skipped' });
      const { lab, whatIf } = scene;
      tellPage('sockscope:predicted', { lab, whatIf, prediction: prediction.id });
    },
    coverOf: events =>
      computed(() => {
        changes.value;
        const begins = scene.predictions
          .filter(prediction => !isAnswered(prediction))
          .map(({ before }) => momentBefore(scene, events.value, before));
        return Math.min(...begins);
      }),
  };
}

/** Just after the move that goes before this one; where the walk begins, if it is the first. */
function momentBefore({ walk }: Scene, events: readonly TraceEvent[], move: string): number {
  const previous = walk[walk.findIndex(({ id }) => id === move) - 1];
  if (previous === undefined) return firstMoment(events);
  const at = events.findIndex(event => event.type === 'move' && event.move === previous.id);
  return at === -1 ? Infinity : at + 1;
}

/** Whether the prose asks it: `<form data-prediction data-lab data-what-if>`. */
function isOnPage(scene: Scene, prediction: string): boolean {
  const all = document.querySelectorAll<HTMLElement>(`[data-prediction="${prediction}"]`);
  return [...all].some(
    ({ dataset }) => dataset.lab === scene.lab && (dataset.whatIf || null) === scene.whatIf,
  );
}
