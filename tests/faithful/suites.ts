/** Which of CPython's own tests are about sockets: a file of modules for each suite, run as one program. */
import { globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';

const FOLDER = join(import.meta.dirname, 'suites');

/** All there are: "socket", "asyncio", … */
export const suiteNames = globSync('*.txt', { cwd: FOLDER })
  .map(file => basename(file, '.txt'))
  .sort();

/** Names of the test modules of a suite: "test.test_socket". */
export const modulesOf = (suite: string): string[] =>
  readFileSync(join(FOLDER, `${suite}.txt`), 'utf8')
    .trim()
    .split('\n');
