/** How a saved run (run-file.ts) is told from other files. Free of zod, because the browser imports it. */
export const RUN_FORMAT = 'sockscope-run';
export const RUN_VERSION = 1;
/** Ends the name of such a file. */
export const RUN_SUFFIX = '.sockscope.json';

/** What a page opens at most, so that a wrong file is refused and does not stop the browser. */
export const MAX_RUN_BYTES = 64 * 1024 * 1024;
export const MAX_EVENTS = 200_000;
