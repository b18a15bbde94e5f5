/**
 * Writing the record as one file, for another machine or for later; server and page speak to each other in
 * the same form. A file of its own, because every page writes entries and one page alone reads a file.
 */
import type { Entry, RecordFile } from '#protocol/record';
import { RECORD_FORMAT, RECORD_VERSION } from '#protocol/record-format';

/** An entry to a line, so that two files can be compared by line. */
export function recordText(entries: readonly Entry[]): string {
  const head: Omit<RecordFile, 'entries'> = { format: RECORD_FORMAT, version: RECORD_VERSION };
  const lines = entries.map(entry => JSON.stringify(entry)).join(',\n');
  return `${JSON.stringify(head).slice(0, -1)},"entries":[\n${lines}\n]}\n`;
}
