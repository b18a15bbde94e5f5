/** Escape leads back from what was looked at: first to the lab as it is, then nothing is picked any more. */
import type { Picking } from './pick.ts';
import type { View } from './view.ts';

export function leaveOnEscape(event: KeyboardEvent, view: View, picking: Picking): void {
  // In a terminal or an editor the key is theirs.
  const isTheirs =
    event.target instanceof Element && event.target.closest('.lab-text-keys, .xterm, .cm-editor') !== null;
  if (event.key !== 'Escape' || event.defaultPrevented || isTheirs) return;
  if (view.isPast.peek()) view.toNow();
  else picking.clear();
}
