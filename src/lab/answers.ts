/**
 * What the reader predicted, as the record has it. Never what is right: that is computed from a run, and
 * only what this reader's run has shown is noted.
 */
import { LONGEST_ANSWER } from '#protocol/record-format';
import type { PageRecord } from '#record/page';

export type Answer =
  /** `isSure`: what the reader said of it; absent: nothing */
  { kind: 'committed'; value: string; isSure?: boolean } | { kind: 'skipped' };

export type Scene = { lab: string; whatIf: string | null };

const questionOf = ({ lab, whatIf }: Scene, prediction: string) => ({ lab, whatIf, prediction });

export const readAnswer = (record: PageRecord, scene: Scene, prediction: string): Answer | undefined =>
  record.answerTo(questionOf(scene, prediction));

export function keepAnswer(record: PageRecord, scene: Scene, prediction: string, answer: Answer): void {
  const said =
    answer.kind === 'skipped'
      ? { value: null }
      : {
          value: answer.value.slice(0, LONGEST_ANSWER),
          ...(answer.isSure !== undefined && { isSure: answer.isSure }),
        };
  void record.note({ type: 'predicted', ...questionOf(scene, prediction), ...said });
}

export function forgetAnswer(record: PageRecord, scene: Scene, prediction: string): void {
  void record.note({ type: 'reopened', ...questionOf(scene, prediction) });
}

/** The first run that answers is the outcome; a later one with edited programs may show something else. */
export function noteShown(record: PageRecord, scene: Scene, prediction: string, shown: string): void {
  const question = questionOf(scene, prediction);
  const answer = record.answerTo(question);
  if (answer?.kind === 'committed' && answer.shown === null)
    void record.note({ type: 'shown', ...question, said: answer.value, shown });
}
