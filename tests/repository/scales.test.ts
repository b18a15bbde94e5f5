/** One scale of type and one of space (src/site/styles/tokens.css): nobody invents a size between two of them. */
import { expect, test } from 'vitest';
import { files, read } from './files.ts';

const sheets = files('src').filter(path => path.endsWith('.css') && !path.endsWith('tokens.css'));

const found = (pattern: RegExp): string[] =>
  sheets.flatMap(path => [...read(path).matchAll(pattern)].map(([whole]) => `${path}: ${whole.trim()}`));

test('a size of text is a step of the scale, or follows the text around it', () => {
  const sizes = found(/font-size: [^;]+;/g);
  expect(sizes.length).toBeGreaterThan(80);
  // px: in a drawing that is as large as its own units.
  const fits = /var\(--text-|inherit|[\d.]+em;|clamp\(|[\d.]+px;/;
  expect(sizes.filter(size => !fits.test(size))).toEqual([]);
});

test('space between things is a step of the scale, up to its fourth', () => {
  const spaces = found(/(?<![\w-])(?:padding|margin|(?:row-|column-)?gap)(?:-[a-z-]+)?: [^;]+;/g);
  expect(spaces.length).toBeGreaterThan(200);
  const bare = (space: string): number[] =>
    [...space.replaceAll(/var\([^)]*\)/g, '').matchAll(/([\d.]+)rem/g)].map(([, size]) => Number(size));
  const small = spaces.filter(space => bare(space).some(size => size > 0 && size < 1));
  expect(small.filter(space => !space.includes('calc('))).toEqual([]);
});
