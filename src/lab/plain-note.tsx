/**
 * Of a lab in a plain box: that it is one, what it has not, why, and what would cure it. It stands above
 * the panes as long as the lab does: nobody shall take such a box for a full one.
 */
import type { PlainBecause } from '#protocol/messages';
import type { Words } from './words.ts';

type PlainNoteProps = { because: PlainBecause; words: Words };

export function PlainNote({ because: { why, cure }, words }: PlainNoteProps) {
  return (
    <section class="lab-plain" aria-label={words.say('lab.plain')}>
      <p>
        <strong>{words.say('lab.plain')}</strong> {words.say('lab.plain.what')}
      </p>
      <details>
        <summary>{words.say('lab.plain.why')}</summary>
        {why === null ? (
          <p>{words.say('lab.plain.asked')}</p>
        ) : (
          <>
            <p>{words.say('lab.plain.missing')}</p>
            <pre lang="en">{why}</pre>
            <p>{words.say(cure === null ? 'lab.plain.doctor' : 'lab.plain.cure')}</p>
            <pre>{cure ?? 'npm run doctor'}</pre>
          </>
        )}
      </details>
    </section>
  );
}
