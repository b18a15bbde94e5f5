/** An IPv4 address as people write it. */
import { u8 } from './bytes.ts';

export const ipv4Text = (bytes: Uint8Array, at: number): string =>
  [0, 1, 2, 3].map(index => u8(bytes, at + index)).join('.');
