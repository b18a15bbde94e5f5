/** A file that passes 250 lines has a second noun in it (STYLE.md, 2). */
import { expect, test } from 'vitest';
import { files, read } from './files.ts';

const MOST_LINES = 250;
/** path → why it may be longer */
const allowed: Record<string, string> = {};

test('no source file is longer than 250 lines', () => {
  const sources = files('src', 'sandbox').filter(path => /\.(ts|tsx|astro|css|py)$/.test(path));
  expect(sources.length).toBeGreaterThan(50);
  const long = sources
    .map(path => ({ path, lines: read(path).split('\n').length - 1 }))
    .filter(({ path, lines }) => lines > MOST_LINES && !(path in allowed));
  expect(long).toEqual([]);
});
