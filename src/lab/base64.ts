/** Bytes of the trace are base64 texts; the browser's own decoder speaks in characters. */
export const bytesOf = (base64: string): Uint8Array =>
  Uint8Array.from(atob(base64), character => character.charCodeAt(0));
