/**
 * A plain mark over a lab that is looked at as it was: which step this is, where the lab itself stands,
 * and the way back. Heard once, when it comes: each step is told by what led to it.
 */
import type { View } from './view.ts';
import type { Words } from './words.ts';

export function PastMark({ view, words }: { view: View; words: Words }) {
  const isPast = view.isPast.value;
  return (
    <>
      <p class="lab-unseen" role="status">
        {isPast && words.say('lab.past.heard')}
      </p>
      {isPast && <Mark view={view} words={words} />}
    </>
  );
}

function Mark({ view, words }: { view: View; words: Words }) {
  const stops = view.stops.value;
  const step = stops.countUntil(view.now.value.moment);
  const last = stops.countUntil(view.latest.value.moment);
  return (
    <div class="lab-past" role="status" aria-live="off">
      <span>{words.say('lab.past', { step, last })}</span>{' '}
      <button type="button" class="lab-button lab-small" aria-keyshortcuts="Escape" onClick={view.toNow}>
        {words.say('lab.past.back')} <span class="lab-key">Esc</span>
      </button>
    </div>
  );
}
