/**
 * Where the learner's text is: in the workspace, on its way there, or in this browser only. Two texts
 * that differ are both shown, and the learner chooses.
 */
import type { Desk } from './desk.ts';
import type { Words } from './words.ts';

/** `id` is that of the sentence: it tells also why nothing can be checked. */
type FileNoteProps = { id: string; desk: Desk; onAgain: () => void; words: Words };

/** Who comes back after so long may not remember what it was. */
const OLD_MS = 12 * 3600 * 1000;

export function FileNote({ id, desk, onAgain, words }: FileNoteProps) {
  const status = desk.status.value;
  const conflict = desk.conflict.value;
  if (conflict) return <Conflict theirs={conflict.theirs} mine={desk.text.value} desk={desk} words={words} />;
  const when = desk.savedAt.value;
  const isDated = status === 'saved' && when !== null;
  const age = isDated ? Date.now() - when : 0;
  const isOld = age > OLD_MS;
  return (
    <p class="exercise-file-note" id={id} data-status={status}>
      {isDated
        ? words.say(isOld ? 'exercise.file.saved-long-ago' : 'exercise.file.saved-at', {
            when: dateText(when, words.locale),
            ago: agoText(age, words.locale),
          })
        : words.say(`exercise.file.${status}`)}
      {isOld && (
        <button type="button" class="lab-button lab-quiet" onClick={onAgain}>
          {words.say('exercise.file.again')}
        </button>
      )}
      {status === 'local' && (
        <button type="button" class="lab-button lab-quiet" onClick={() => desk.retry()}>
          {words.say('lab.try-now')}
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

/** "yesterday", "2 days ago", "3 weeks ago" */
function agoText(milliseconds: number, locale: string): string {
  const days = Math.max(1, Math.round(milliseconds / 86_400_000));
  const format = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });
  return days < 14 ? format.format(-days, 'day') : format.format(-Math.round(days / 7), 'week');
}
