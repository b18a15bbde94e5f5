/** Reads a classic pcap file (little-endian, Ethernet) into its frames. */
export function framesOf(file: Uint8Array): Uint8Array[] {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const frames: Uint8Array[] = [];
  let at = 24;
  while (at < file.length) {
    const length = view.getUint32(at + 8, true);
    frames.push(file.subarray(at + 16, at + 16 + length));
    at += 16 + length;
  }
  return frames;
}
