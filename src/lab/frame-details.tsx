/** An opened frame. What draws its fields and bytes is loaded with the first one that is opened. */
import type { FrameState } from '#trace/fold';
import type { LoadHeaderWords } from './header-words.ts';
import { lazily } from './lazily.tsx';
import type { Words } from './words.ts';

export type FrameDetailsProps = {
  frame: FrameState;
  /** all frames of the lab: those before tell how this one's numbers count */
  frames: readonly FrameState[];
  loadHeaderWords: LoadHeaderWords;
  /** It has its full size. */
  onShown: () => void;
  words: Words;
};

export const FrameDetails = lazily<FrameDetailsProps>(
  async () => (await import('./frame-view.tsx')).FrameView,
);
