/** What the table has no column for: the row that is picked tells it. Loaded with the first one. */
import type { SocketRow } from '#protocol/events';
import { lazily } from './lazily.tsx';
import type { Words } from './words.ts';

export type SocketDetailsProps = {
  row: SocketRow;
  /** the box's time at the moment that is shown, in ns */
  at: number;
  /** The box lives, and what is shown is now. */
  ticks: boolean;
  onShow: (view: 'states' | 'bytes') => void;
  words: Words;
};

export const SocketDetails = lazily<SocketDetailsProps>(
  async () => (await import('./socket-facts.tsx')).SocketFactsAndWays,
);
