/**
 * How much a page may send. Free of zod, because the page says it before it sends: the server ends a
 * connection whose message is too large (RFC 6455, code 1009), and nobody would know why.
 */

/** Largest control message: the six files of a lab at their limit, if JSON has to escape all of them. */
export const MAX_MESSAGE_BYTES = 1024 * 1024;
/** Largest file of an exercise, a lab or the workbench, in UTF-8. */
export const MAX_FILE_BYTES = 64 * 1024;

/** Programs of a workbench. */
export const MOST_PROGRAMS = 4;
/** Command-line arguments of one of its programs, and characters of one argument. */
export const MOST_ARGUMENTS = 16;
export const LONGEST_ARGUMENT = 200;

/** Length in UTF-8 (RFC 3629); half a surrogate pair counts as what takes its place. */
export function byteLength(text: string): number {
  let bytes = 0;
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
  }
  return bytes;
}
