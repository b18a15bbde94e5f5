/** Classic pcap files (little-endian, Ethernet): https://www.ietf.org/archive/id/draft-ietf-opsawg-pcap-04.html */
import { readFileSync } from 'node:fs';

const HEADER_BYTES = 24;
const RECORD_BYTES = 16;

/** The frames of a capture of tests/trace/fixtures. */
export const captured = (name: string): Uint8Array[] =>
  framesOf(readFileSync(new URL(`./fixtures/${name}.pcap`, import.meta.url)));

export function framesOf(file: Uint8Array): Uint8Array[] {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const frames: Uint8Array[] = [];
  let at = HEADER_BYTES;
  while (at < file.length) {
    const length = view.getUint32(at + 8, true);
    frames.push(file.subarray(at + RECORD_BYTES, at + RECORD_BYTES + length));
    at += RECORD_BYTES + length;
  }
  return frames;
}

/** A file of frames, one a second. */
export function pcapOf(frames: readonly Uint8Array[]): Uint8Array {
  const header = new DataView(new ArrayBuffer(HEADER_BYTES));
  header.setUint32(0, 0xa1b2c3d4, true);
  header.setUint16(4, 2, true);
  header.setUint16(6, 4, true);
  header.setUint32(16, 65_535, true);
  header.setUint32(20, 1, true);
  const records = frames.flatMap((frame, second) => {
    const record = new DataView(new ArrayBuffer(RECORD_BYTES));
    record.setUint32(0, second, true);
    record.setUint32(8, frame.length, true);
    record.setUint32(12, frame.length, true);
    return [new Uint8Array(record.buffer), frame];
  });
  return Buffer.concat([new Uint8Array(header.buffer), ...records]);
}
