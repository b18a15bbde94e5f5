/**
 * Ruff on our Python: which files, which rules. It comes from npm as WebAssembly, so no machine
 * needs a package from PyPI; its settings stand here because it reads no file.
 */
import { globSync, readFileSync } from 'node:fs';
import { PositionEncoding, Workspace } from '@astral-sh/ruff-wasm-nodejs';

const settings = {
  'line-length': 100,
  'target-version': 'py39',
  // pycodestyle, Pyflakes, bugbear; the formatter owns E1 and E2's matters.
  lint: { select: ['E', 'F', 'W', 'B'] },
  // A lab program's quotes are its lesson's choice.
  format: { 'quote-style': 'preserve' },
};

/** Starters and mutants are wrong on purpose, and the programs of tests are as odd as learners' are. */
const NOT_OURS = /\/(start|mutants)\/|^tests\/\w+\/programs\//;

export type RuffFinding = { code: string | null; message: string; row: number; column: number };

/** All Python that we answer for, as paths from the root of the project. */
export const ourPython = (root: string): string[] =>
  globSync('{sandbox,src,tests,bench}/**/*.py', { cwd: root })
    .filter(path => !NOT_OURS.test(path))
    .sort();

export const readPython = (root: string, path: string): string => readFileSync(`${root}/${path}`, 'utf8');

/** One workspace serves many files; making one costs 50 ms. */
export function openRuff(): { lint(text: string): RuffFinding[]; format(text: string): string } {
  const workspace = new Workspace(settings, PositionEncoding.Utf16);
  return {
    lint: text =>
      (workspace.check(text) as RuffDiagnostic[]).map(({ code, message, start_location }) => ({
        code,
        message,
        ...start_location,
      })),
    format: text => workspace.format(text),
  };
}

/** What the package's own typings call `any`. */
type RuffDiagnostic = {
  code: string | null;
  message: string;
  start_location: { row: number; column: number };
};
