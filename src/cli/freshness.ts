/** Whether dist still says what its sources say, by modification times alone. */
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** All that a page is made of. A folder counts too: removing a file changes it. */
const SOURCES = [
  ...['lessons', 'content', 'public', 'sandbox/labs', 'sandbox/exercises', 'sandbox/networks'],
  ...['src/site', 'src/lab', 'src/trace', 'src/quiz', 'src/protocol', 'src/server', 'sandbox/driver'],
  ...['astro.config.mjs', 'package-lock.json', 'tsconfig.json', 'tsconfig.browser.json'],
];

export function isBuilt(root: string): boolean {
  const built = changedAt(join(root, 'dist'));
  if (built === undefined) return false;
  return SOURCES.every(source => newest(join(root, source)) <= built);
}

/** The time of the latest change below a path, in milliseconds; 0 when it is not there. */
function newest(path: string): number {
  const itself = changedAt(path);
  if (itself === undefined) return 0;
  if (!statSync(path).isDirectory()) return itself;
  const below = readdirSync(path).filter(name => name !== '__pycache__');
  return Math.max(itself, ...below.map(name => newest(join(path, name))));
}

function changedAt(path: string): number | undefined {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs;
}
