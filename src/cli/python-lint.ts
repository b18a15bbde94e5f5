/** Ruff's lint and format check over our Python: one line per finding, exit code 1 when there is one. */
import { join } from 'node:path';
import { openRuff, ourPython, readPython } from './ruff.ts';

const root = join(import.meta.dirname, '../..');
const ruff = openRuff();
const paths = ourPython(root);
let findings = 0;

for (const path of paths) {
  const text = readPython(root, path);
  const lines = ruff
    .lint(text)
    .map(({ code, message, row, column }) => `${path}:${row}:${column} ${code ?? 'syntax'} ${message}`);
  if (lines.length === 0 && ruff.format(text) !== text)
    lines.push(`${path}:1:1 not formatted; npm run format`);
  for (const line of lines) console.log(line);
  findings += lines.length;
}
console.log(`ruff: ${findings} findings in ${paths.length} files`);
process.exitCode = findings > 0 ? 1 : 0;
