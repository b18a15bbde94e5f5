/**
 * Before a box is closed because nobody uses it: how long it has, and the button that keeps it. Said
 * aloud twice, when the warning comes and in the last minute (WCAG 2.2.1, timing adjustable).
 */
import { useRef } from 'preact/hooks';
import type { BoxLife } from './box-life.ts';
import { clockText, useSecondsUntil } from './countdown.tsx';
import { useFocusHeir } from './focus-heir.ts';
import type { Words } from './words.ts';

const LAST_SECONDS = 60;

type IdleProps = { life: BoxLife; words: Words };

export function IdleNotice({ life, words }: IdleProps) {
  const closesAt = life.closesAt.value;
  return closesAt === null ? null : <Closing closesAt={closesAt} life={life} words={words} />;
}

function Closing({ closesAt, life, words }: IdleProps & { closesAt: number }) {
  const seconds = useSecondsUntil(closesAt);
  const place = useFocusHeir<HTMLDivElement>();
  return (
    <div ref={place} class="lab-status-buttons lab-idle" data-last={seconds <= LAST_SECONDS}>
      <span role="timer">{words.say('lab.idle', { time: clockText(seconds) })}</span>
      <span class="lab-unseen" role="status">
        {useAnnouncement(seconds, words)}
      </span>
      <button type="button" class="lab-button" onClick={life.stay}>
        {words.say('lab.idle.keep')}
      </button>
    </div>
  );
}

/** Stays as it was when it was first said; a text that changed would be said again. */
function useAnnouncement(seconds: number, words: Words): string {
  const minutes = useRef(Math.round(seconds / 60));
  if (seconds <= LAST_SECONDS) return words.say('lab.idle.last');
  return words.say('lab.idle.soon', { minutes: Math.max(1, minutes.current) });
}
