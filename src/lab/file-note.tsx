/**
 * Where the learner's text is: in the workspace, on its way there, or in this browser only. Two texts
 * that differ are both shown, and the learner chooses.
 */
import type { Desk } from './desk.ts';
import type { Words } from './words.ts';

export function FileNote({ desk, words }: { desk: Desk; words: Words }) {
  const status = desk.status.value;
  const conflict = desk.conflict.value;
  if (conflict) return <Conflict theirs={conflict.theirs} mine={desk.text.value} desk={desk} words={words} />;
  const when = desk.savedAt.value;
  const isDated = status === 'saved' && when !== null;
  return (
    <p class="exercise-file-note" data-status={status}>
      {isDated
        ? words.say('exercise.file.saved-at', { when: dateText(when, words.locale) })
        : words.say(`exercise.file.${status}`)}
      {status === 'local' && (
        <button type="button" class="lab-button lab-quiet" onClick={() => desk.retry()}>
          {words.say('lab.try-again')}
        </button>
      )}
    </p>
  );
}

type ConflictProps = { theirs: string; mine: string; desk: Desk; words: Words };

function Conflict({ theirs, mine, desk, words }: ConflictProps) {
  return (
    <section class="exercise-conflict" aria-label={words.say('exercise.conflict')}>
      <p role="status">{words.say('exercise.conflict')}</p>
      <div class="exercise-two-texts">
        <figure>
          <figcaption>{words.say('exercise.conflict.mine')}</figcaption>
          <pre>{mine}</pre>
          <button type="button" class="lab-button" onClick={() => desk.resolve('mine')}>
            {words.say('exercise.conflict.keep-mine')}
          </button>
        </figure>
        <figure>
          <figcaption>{words.say('exercise.conflict.theirs')}</figcaption>
          <pre>{theirs}</pre>
          <button type="button" class="lab-button" onClick={() => desk.resolve('theirs')}>
            {words.say('exercise.conflict.take-theirs')}
          </button>
        </figure>
      </div>
    </section>
  );
}

const dateText = (milliseconds: number, locale: string) =>
  new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' }).format(milliseconds);
