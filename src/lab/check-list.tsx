/**
 * The checks of an exercise with how each ended; the first failure stands open.
 */
import type { Exercise } from '#protocol/exercise';
import type { CheckResult } from '#protocol/verdict';
import type { Look } from './run-dialog.tsx';
import { VerdictView } from './verdict-view.tsx';
import type { Words } from './words.ts';

type CheckListProps = {
  spec: Exercise;
  results: ReadonlyMap<string, CheckResult>;
  goto: (line: number) => void;
  onLook: (look: Look) => void;
  words: Words;
};

export function CheckList({ spec, results, goto, onLook, words }: CheckListProps) {
  const firstFailure = spec.checks.find(({ id }) => isBad(results.get(id)))?.id;
  return (
    <ol class="exercise-checks" aria-label={words.say('exercise.checks')}>
      {spec.checks.map(({ id, title }) => {
        const result = results.get(id);
        const end = result === undefined ? 'not-run' : isBad(result) ? 'failed' : 'passed';
        return (
          <li key={id} data-end={end}>
            <span class="exercise-end">{words.say(`exercise.end.${end}`)}</span>{' '}
            <span class="exercise-check-title">{title[words.locale]}</span>
            {result && isBad(result) && (
              <details open={id === firstFailure}>
                <summary>{words.say('exercise.what-happened')}</summary>
                <VerdictView
                  result={result}
                  spec={spec}
                  goto={goto}
                  onLook={look => onLook({ ...look, title: title[words.locale] })}
                  words={words}
                />
              </details>
            )}
          </li>
        );
      })}
    </ol>
  );
}

const isBad = (result: CheckResult | undefined) => result !== undefined && result.status !== 'pass';
