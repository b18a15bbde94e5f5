/**
 * Makes one record after another and adds a few pairs of entries to each, without end: made to be killed.
 * What was acknowledged is noted beside the record. Arguments: the folder for all of them, and how many are
 * there already.
 */
import { closeSync, openSync, writeSync } from 'node:fs';
import { RecordDatabase } from '#progress/record-database';
import { acknowledgedOf, folderOf, PAIRS } from './record-places.ts';

const [, , root = '', before = '0'] = process.argv;
const parent = process.ppid;
let isHeard = false;
// The one that was being written when the last process was killed goes on.
for (let number = Math.max(0, Number(before) - 1); ; number += 1) {
  const record = new RecordDatabase(folderOf(root, number));
  const acknowledged = openSync(acknowledgedOf(root, number), 'a');
  for (let pair = 0; pair < PAIRS; pair += 1) {
    const name = `${process.pid}-${number}-${pair}`;
    // The second is never there without the first.
    const ids = [`${name}-one`, `${name}-two`];
    await record.add(ids.map(id => ({ id, at: pair, type: 'begun', lesson: 'echo-once' })));
    writeSync(acknowledged, `${name}\n`);
    if (!isHeard) process.stdout.write('.');
    isHeard = true;
    // It never waits, so it would never hear that nobody is there any more to kill it.
    if (process.ppid !== parent) process.exit();
  }
  closeSync(acknowledged);
  record[Symbol.dispose]();
}
