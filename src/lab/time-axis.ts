/**
 * The ladder's axis in real time: how far apart arrows begin, and how far they fall on their way. Where
 * nothing happens for long the axis is compressed, and says so; a longer silence still looks longer.
 */
import type { WireRow } from './wire-rows.ts';

/** Lengths are in rem, times in ns. */
export type RowSpan = {
  /** from where its arrow begins to where the next one does, at least: labels may need more */
  height: number;
  /** Stretches of it that are shorter than their time would be. */
  silences: readonly number[];
};

export type TimeAxis = {
  spans: readonly RowSpan[];
  /** The last row that had left by then, and how far below its beginning the instant is. */
  placeOf(at: number): { row: number; below: number };
};

/** A stretch without any event may be this high; what is longer grows by `PER_DOUBLING` for twice the time. */
const HIGHEST = 4.5;
const PER_DOUBLING = 0.75;
const NONE: readonly number[] = [];

/** @param scale rem per ns */
export function timeAxis(rows: readonly WireRow[], scale: number): TimeAxis {
  const sent = rows.map(({ frame }) => frame.sentAt);
  const arrived = rows.flatMap(({ frame }) => frame.deliveries.map(({ at }) => at));
  const instants = [...new Set([...sent, ...arrived])].toSorted((a, b) => a - b);
  const heights = new Map<number, number>();
  const silences: { from: number; time: number }[] = [];
  let height = 0;
  for (const [index, at] of instants.entries()) {
    heights.set(at, height);
    const time = (instants[index + 1] ?? at) - at;
    const wanted = time * scale;
    height += wanted <= HIGHEST ? wanted : HIGHEST + PER_DOUBLING * Math.log2(wanted / HIGHEST);
    if (wanted > HIGHEST) silences.push({ from: at, time });
  }
  const heightAt = (at: number | undefined) => (at === undefined ? height : (heights.get(at) ?? height));
  return {
    spans: sent.map((at, index) => {
      const next = sent[index + 1];
      const own = silences.filter(({ from }) => from >= at && from < (next ?? Infinity));
      const height = Math.max(0, heightAt(next) - heightAt(at));
      return { height, silences: own.length === 0 ? NONE : own.map(({ time }) => time) };
    }),
    placeOf(at) {
      const row = Math.max(
        0,
        sent.findLastIndex(each => each <= at),
      );
      return { row, below: Math.max(0, heightAt(at) - heightAt(sent[row])) };
    },
  };
}

/** What a usual frame falls on its way, where that can be seen: the slope of a textbook's arrows. */
const USUAL_FALL = 2.5;
/** rem per ms where frames arrive at once: 16 ms are a line of text. */
const WITHOUT_DELAY = 1 / 16;
const [LEAST, MOST] = [1 / 128, 1];
/** Of the first frames: with newer ones the scale would change under the reader's eyes. */
const SAMPLE = 32;

/** rem per ns, in steps of two: by how long the first frames were under way. */
export function scaleOf(rows: readonly WireRow[]): number {
  const ways = rows
    .slice(0, SAMPLE)
    .flatMap(({ frame: { deliveredAt, sentAt, heldAt, link } }) =>
      deliveredAt === null || heldAt !== null || link === 'lo' ? [] : deliveredAt - sentAt,
    )
    .toSorted((a, b) => a - b);
  const usual = (ways[Math.floor(ways.length / 2)] ?? 0) / 1e6;
  const perMs = usual < 1 ? WITHOUT_DELAY : 2 ** Math.round(Math.log2(USUAL_FALL / usual));
  return Math.min(MOST, Math.max(LEAST, perMs)) / 1e6;
}
