/** What a lab is at the moment: its own run, one that is out of reach or over, or a recording. */
import type { PlainBecause } from '#protocol/messages';
import type { Source } from './source.ts';

/** `plain`: its own run, in a plain box. */
export type Mode = 'live' | 'plain' | 'away' | 'over' | 'recorded';

export function modeOf({ live, status, plain }: Source): Mode {
  if (!live) return 'recorded';
  const { kind } = status.value;
  if (kind === 'closed') return 'over';
  return kind === 'reconnecting' || kind === 'unreachable' ? 'away' : runningIn(plain?.value);
}

const runningIn = (plain: PlainBecause | null | undefined): Mode => (plain ? 'plain' : 'live');
