/** Where record-writer.ts writes, for those who look at what it left. */
import { join } from 'node:path';

/** So many pairs of entries come into each record by one process. */
export const PAIRS = 6;

export const folderOf = (root: string, number: number): string => join(root, `${number}`);
export const acknowledgedOf = (root: string, number: number): string =>
  `${folderOf(root, number)}.acknowledged`;
