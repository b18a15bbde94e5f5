/** What a lab is at the moment: its own run, one that is out of reach or over, or a recording. */
import type { Source } from './source.ts';

export type Mode = 'live' | 'away' | 'over' | 'recorded';

export function modeOf({ live, status }: Source): Mode {
  if (!live) return 'recorded';
  const { kind } = status.value;
  if (kind === 'closed') return 'over';
  return kind === 'reconnecting' || kind === 'unreachable' ? 'away' : 'live';
}
