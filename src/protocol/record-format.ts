/** How a record file (record.ts) is told from other files. Free of zod, because the browser imports it. */
export const RECORD_FORMAT = 'sockscope-record';
/** Of the entries: the same number in a file, in the database and in the browser's store. */
export const RECORD_VERSION = 3;

/** A number field takes any number of digits; no answer that is right is as long. */
export const LONGEST_ANSWER = 200;

/** A line of the notebook, in letters; a thought has room, and a pasted file has not. */
export const LONGEST_REASON = 500;

/** What is taken at most; a course that was gone through many times has a hundredth of it. */
export const MAX_RECORD_BYTES = 32 * 1024 * 1024;
