import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import en from '../../content/ui/en.json' with { type: 'json' };

const folder = new URL('../../src/lab/', import.meta.url);
// A question is drawn when the site is built, and brought to life by the lab.
const question = readFileSync(new URL('../../src/site/components/Prediction.astro', import.meta.url), 'utf8');
const sources = readdirSync(folder)
  .filter(file => /\.tsx?$/.test(file))
  .map(file => readFileSync(new URL(file, folder), 'utf8'))
  .concat(question)
  .join('\n');

test('labs and exercises use every one of their texts', () => {
  const named = new Set([...sources.matchAll(/'((?:lab|exercise)\.[a-z.-]+)'/g)].map(([, key]) => key));
  const families = [...sources.matchAll(/`((?:lab|exercise)\.[a-z.-]+\.)\$\{/g)].map(
    ([, start]) => start ?? '',
  );
  const isUsed = (key: string) => named.has(key) || families.some(start => key.startsWith(start));
  const keys = Object.keys(en).filter(key => /^(lab|exercise)\./.test(key));
  expect(keys.length).toBeGreaterThan(50);
  expect(keys.filter(key => !isUsed(key))).toEqual([]);
});
