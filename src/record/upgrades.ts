/**
 * From each version of an entry to the next: one list for files, the server's database and the browser's
 * store. An entry of an older version was judged by that version's schema, or written by that version.
 */
import type { Entry } from '#protocol/record';
import { RECORD_VERSION } from '#protocol/record-format';

type Old = Readonly<Record<string, unknown>>;
type Upgrade = (entry: Old) => Old;

/** By the version that they lead from. */
const upgrades: Readonly<Record<number, Upgrade>> = {
  // What was read stayed read.
  1: entry => (entry.type === 'read' ? { ...entry, isRead: true } : entry),
  // Two more kinds; those that there were have stayed as they are.
  2: entry => entry,
};

/** @param version of the entry, not later than RECORD_VERSION */
export function upgraded(entry: Old, version: number): Entry {
  let now = entry;
  for (let from = version; from < RECORD_VERSION; from += 1) {
    const upgrade = upgrades[from];
    if (upgrade === undefined) throw new Error(`no way from version ${from} of the record`);
    now = upgrade(now);
  }
  return now as Entry;
}
