/**
 * The frames of a lab as a list that never changes: adding or replacing one frame makes a new list
 * that shares all but one chunk with the old one, so a long trace folds without copying every frame
 * for every event. Panes get a plain array, made when it is first asked for.
 */
import type { FrameState } from './fold.ts';

/** Frames per chunk: an event copies at most this many references, and 20,000 frames need 157 chunks. */
const CHUNK = 128;

export type FrameLog = {
  readonly chunks: readonly (readonly FrameState[])[];
  /** All frames in order of sending; the same array each time. */
  all(): readonly FrameState[];
};

/** The newest frame with this id, found without making a list of all. */
export function frameIn({ chunks }: FrameLog, id: number): FrameState | undefined {
  for (let at = chunks.length - 1; at >= 0; at -= 1) {
    const found = chunks[at]?.findLast(frame => frame.id === id);
    if (found !== undefined) return found;
  }
  return undefined;
}

function logOf(chunks: readonly (readonly FrameState[])[]): FrameLog {
  let list: readonly FrameState[] | undefined;
  return {
    chunks,
    all() {
      list ??= chunks.flat();
      return list;
    },
  };
}

/** A log of frames that are already in a plain array. */
export function logFrom(frames: readonly FrameState[]): FrameLog {
  const chunks: (readonly FrameState[])[] = [];
  for (let from = 0; from < frames.length; from += CHUNK) chunks.push(frames.slice(from, from + CHUNK));
  return logOf(chunks);
}

export function withFrame(log: FrameLog, frame: FrameState): FrameLog {
  const last = log.chunks.at(-1);
  if (last === undefined || last.length === CHUNK) return logOf([...log.chunks, [frame]]);
  return logOf(log.chunks.with(-1, [...last, frame]));
}

/**
 * Replaces the newest frame with this id by what `change` makes of it; the same log when there is
 * none. Searched from the end: what happens to a frame mostly happens to one of the last few.
 */
export function withChange(log: FrameLog, id: number, change: (frame: FrameState) => FrameState): FrameLog {
  for (let at = log.chunks.length - 1; at >= 0; at -= 1) {
    const chunk = log.chunks[at];
    const place = chunk?.findLastIndex(frame => frame.id === id) ?? -1;
    const frame = chunk?.[place];
    if (chunk === undefined || frame === undefined) continue;
    const changed = change(frame);
    return changed === frame ? log : logOf(log.chunks.with(at, chunk.with(place, changed)));
  }
  return log;
}
