/**
 * Binary messages on the lab socket: one channel byte, then the payload.
 * Terminal output stays bytes: a chunk may end in the middle of a character.
 * The browser imports this file and types only, so that zod is not shipped.
 */

/** Bytes of terminal output that may be on their way to the page without having been drawn. */
export const CREDIT_BYTES = 128 * 1024;
/** The page gives credit back in portions of this size, once xterm has drawn them. */
export const CREDIT_PORTION = 16 * 1024;
/** Close code of the WebSocket: another connection has resumed this session. */
export const TAKEN_OVER = 4001;

export function packChannel(channel: number, payload: Uint8Array): Uint8Array<ArrayBuffer> {
  const message = new Uint8Array(payload.length + 1);
  message[0] = channel;
  message.set(payload, 1);
  return message;
}

/** Returns undefined for an empty message, which no side ever sends. */
export function unpackChannel(message: Uint8Array): { channel: number; payload: Uint8Array } | undefined {
  const channel = message[0];
  return channel === undefined ? undefined : { channel, payload: message.subarray(1) };
}
