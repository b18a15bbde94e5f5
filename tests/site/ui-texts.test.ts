import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
const texts = (locale: string): Record<string, string> =>
  JSON.parse(readFileSync(join(root, `content/ui/${locale}.json`), 'utf8'));
const en = texts('en');
const ko = texts('ko');

const namesIn = (text: string) => [...text.matchAll(/\{\w+\}/g)].map(([name]) => name).sort();

test('every text of the interface exists in both languages, in the order of its keys', () => {
  expect(Object.keys(ko)).toEqual(Object.keys(en));
  expect(Object.keys(en)).toEqual(Object.keys(en).toSorted());
});

test('no text is empty, and both languages fill in the same values', () => {
  for (const [key, text] of Object.entries(en)) {
    expect(text.trim(), key).not.toBe('');
    expect(ko[key]?.trim(), key).not.toBe('');
    expect(namesIn(ko[key] ?? ''), key).toEqual(namesIn(text));
  }
});

test('the pages use every one of their texts, and none that is not there', () => {
  const folder = join(root, 'src/site');
  const sources = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter(file => /\.(astro|ts)$/.test(file))
    .map(file => readFileSync(join(folder, file), 'utf8'))
    .join('\n');
  const named = new Set([...sources.matchAll(/'(site\.[a-z.-]+)'/g)].map(match => match[1] ?? ''));
  const families = [...sources.matchAll(/`(site\.[a-z.-]+\.)\$\{/g)].map(match => match[1] ?? '');
  const keys = Object.keys(en).filter(key => key.startsWith('site.'));
  const isUsed = (key: string) => named.has(key) || families.some(family => key.startsWith(family));
  expect(keys.filter(key => !isUsed(key))).toEqual([]);
  expect([...named].filter(key => !(key in en))).toEqual([]);
});
