/**
 * That every question of a lab is asked, and that its recording answers it: a probe that finds nothing asks
 * about an event that no run has.
 */
import { type Path, problem, type Tell } from '#protocol/authoring';
import type { Lab, PredictionSpec } from '#protocol/lab';
import { outcomeOf } from '#trace/probes';
import type { Around } from './around.ts';
import type { Tag } from './lesson-source.ts';

/** @param tags of a lesson that shows the lab, with all that stand in others */
export function checkQuestions(id: string, lab: Lab, tags: readonly Tag[], around: Around): string[] {
  const file = `sandbox/labs/${id}/lab.yaml`;
  const report: string[] = [];
  const tell: Tell = (path, text) => void report.push(problem(file, path, text));
  const variants: { whatIf: string | null; predictions: readonly PredictionSpec[]; path: Path }[] = [
    { whatIf: null, predictions: lab.predictions, path: ['predictions'] },
    ...lab.whatIfs.map(({ id: whatIf, predictions = [] }, at) => ({
      whatIf,
      predictions,
      path: ['whatIfs', at, 'predictions'],
    })),
  ];
  for (const { whatIf, predictions, path } of variants) {
    const trace = around.recording(id, whatIf);
    if (trace === undefined && predictions.length > 0)
      tell(path, `expected a recording that answers them: npm run record -- ${id}`);
    predictions.forEach((prediction, at) => {
      const here = [...path, at];
      if (!isAsked(prediction, id, whatIf, tags))
        tell(
          [...here, 'id'],
          `expected a <Prediction id="${prediction.id}"> in the lesson, and none asks it`,
        );
      const outcome = trace && outcomeOf(prediction, trace);
      if (outcome && !isAnswer(prediction, outcome.value))
        tell(
          [...here, 'probe'],
          `expected the recording to give ${answersOf(prediction)}, got "${outcome.value}" after the move "${prediction.at}"`,
        );
    });
  }
  return report;
}

const isAsked = ({ id }: PredictionSpec, lab: string, whatIf: string | null, tags: readonly Tag[]): boolean =>
  tags.some(
    ({ name, attributes }) =>
      name === 'Prediction' &&
      attributes.id === id &&
      attributes.lab === lab &&
      (attributes.whatIf ?? null) === whatIf,
  );

const isAnswer = ({ kind, options }: PredictionSpec, value: string): boolean =>
  kind === 'number' ? /^-?\d+(\.\d+)?$/.test(value) : options.includes(value);

const answersOf = ({ kind, options }: PredictionSpec): string =>
  kind === 'number' ? 'a number' : `one of ${JSON.stringify(options)}`;
