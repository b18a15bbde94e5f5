/**
 * How full a queue of bytes is drawn. The kernel's tables do not tell how much a buffer holds, and one byte
 * and a megabyte must both be seen: so the scale is logarithmic.
 */

/** 1 MiB, about what Linux lets a buffer grow to on a short line. */
const FULL = 20;

/** A share from 0 to 1; each tenth is four times the one before. */
export const levelOf = (bytes: number): number =>
  bytes <= 0 ? 0 : Math.min(1, Math.max(0.08, Math.log2(bytes) / FULL));
