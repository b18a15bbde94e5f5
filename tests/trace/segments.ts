/** Segments of one connection by hand, in both directions. */
import { bytes, ipFrame } from './frames.ts';

export const CLIENT = 40_000;
export const SERVER = 3333;
/** The option that offers to shift windows by so many bits. */
export const scale = (shift: number): number[] => [3, 3, shift, 0];

type Given = {
  seq: number;
  ack?: number;
  flags: number;
  window?: number;
  options?: readonly number[];
  data?: string;
};

/** A segment between 10.0.0.1 and 10.0.0.2; which way does not matter to the ports that tell directions apart. */
export function segmentFrom(
  port: number,
  { seq, ack = 0, flags, window = 502, options = [], data = '' }: Given,
): Uint8Array {
  const to = port === CLIENT ? SERVER : CLIENT;
  const frame = ipFrame({ protocol: 6 }, [
    ...bytes(
      [port, 2],
      [to, 2],
      [seq, 4],
      [ack, 4],
      [(5 + options.length / 4) * 16, 1],
      [flags, 1],
      [window, 2],
      [0, 4],
    ),
    ...options,
    ...Buffer.from(data),
  ]);
  if (port === SERVER) frame.set([10, 0, 0, 2, 10, 0, 0, 1], 26);
  return frame;
}
