/**
 * What a run says to a prediction: the probe's answer, the moment that shows it, and the words for both.
 * Loaded when there is a run.
 */
import type { PredictionSpec } from '#protocol/lab';
import { isSeenInPlainBox } from '#protocol/plain-box';
import { type Evidence, evidenceOf } from '#trace/evidence';
import { outcomeOf as answerOf, momentOfMove, type Outcome as RunAnswer } from '#trace/probes';
import type { Answer } from './answers.ts';
import type { PageEvents } from './page-events.ts';
import type { Words } from './words.ts';

export type Run = PageEvents['sockscope:trace'];
export type Outcome = RunAnswer & { evidence: Evidence };

/** Undefined while the run has not come so far, and for what nobody sees in a plain box. */
export function outcomeOf(spec: PredictionSpec, run: Run): Outcome | undefined {
  if (isUnseen(spec, run)) return undefined;
  const answer = run.moves.includes(spec.at) ? answerOf(spec, run.trace) : null;
  const moment = momentOfMove(run.trace, spec.at);
  if (answer === null || moment === null) return undefined;
  return { ...answer, evidence: evidenceOf(spec.probe, run.trace, moment) };
}

const isUnseen = ({ probe }: PredictionSpec, { plain }: Run): boolean => plain && !isSeenInPlainBox(probe);

/** What is said to an answer while no run has shown anything. */
export function textBefore(
  answer: Answer,
  spec: PredictionSpec | undefined,
  run: Run | undefined,
  labelOf: (value: string) => string,
  words: Words,
): string {
  if (spec && run && isUnseen(spec, run)) return words.say('lab.prediction.no-wire');
  return answer.kind === 'skipped' ? '' : words.say('lab.prediction.kept', { said: labelOf(answer.value) });
}

/** Whose feedback is told: what was said, where it was wrong, and what the run shows. */
export function toExplain(answer: Answer, { value }: Outcome): string[] {
  if (answer.kind === 'skipped') return [value];
  const isRight = answer.value === value;
  // Of a number each value is not written about; only whether it was right.
  return isRight ? [value, 'right'] : [answer.value, 'wrong', value];
}

/** @param labelOf the words beside an option */
export function outcomeTexts(
  answer: Answer,
  { value, exactly, evidence }: Outcome,
  labelOf: (value: string) => string,
  words: Words,
): { verdict: string; sureness: string; shown: string } {
  const shows = exactly === null ? labelOf(value) : `${labelOf(value)} (${exactly})`;
  const shown = evidence.message
    ? words.say('lab.prediction.evidence', { what: words.tell(evidence.message) })
    : '';
  if (answer.kind === 'skipped')
    return { verdict: words.say('lab.prediction.shows', { shows }), sureness: '', shown };
  const isRight = answer.value === value;
  const said = labelOf(answer.value);
  const verdict = words.say(isRight ? 'lab.prediction.right' : 'lab.prediction.wrong', { said, shows });
  return { verdict, sureness: surenessText(isRight, answer.isSure, words), shown };
}

/** Where what the reader felt and what the run shows part: there is most to learn. */
function surenessText(isRight: boolean, isSure: boolean | undefined, words: Words): string {
  if (isRight && isSure === false) return words.say('lab.prediction.right-unsure');
  return !isRight && isSure === true ? words.say('lab.prediction.wrong-sure') : '';
}
