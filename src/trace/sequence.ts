/** Arithmetic on sequence numbers, which wrap at 2^32 (RFC 9293, section 3.4). */

/** How far `value` is behind an initial sequence number. */
export const fromIsn = (value: number, isn: number): number => (value - isn) >>> 0;
