/** The short way from the toolbar to the buttons of the frame that waits last. */
import type { Words } from './words.ts';

/** Seen only with the focus on it: between Next and the wire lie two terminals, a long way for the keyboard. */
export const ToWaiting = ({ words }: { words: Words }) => (
  <button
    type="button"
    class="lab-button lab-small lab-skip"
    onClick={({ currentTarget }) => {
      const waiting = currentTarget.closest('.lab')?.querySelectorAll<HTMLElement>('.lab-waiting-buttons');
      [...(waiting ?? [])].at(-1)?.querySelector('button')?.focus();
    }}
  >
    {words.say('lab.to-waiting')}
  </button>
);
