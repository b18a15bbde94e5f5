/** content/headers and the dissector: every key has its words in both languages, and every word its key. */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { dissect } from '#trace/dissect';
import { FIELD_KEYS, LAYER_KEYS } from '#trace/field-keys';
import { crafted } from './crafted.ts';
import { captured } from './pcap.ts';

type Entry = { name: { en: string; ko: string }; text: { en: string; ko: string } };

const folder = fileURLToPath(new URL('../../content/headers/', import.meta.url));
const files = readdirSync(folder);
const entries = files.flatMap(file =>
  Object.entries(parse(readFileSync(`${folder}${file}`, 'utf8')) as Record<string, Entry>),
);
const ALL = [...LAYER_KEYS, ...FIELD_KEYS];

test('every header and field has its words once, and none is left over', () => {
  expect(entries.map(([key]) => key).sort()).toEqual([...ALL].sort());
});

test('every header and field that has a name is given for some frame', () => {
  const layers = [...captured('pair'), ...captured('routed'), ...crafted].flatMap(
    frame => dissect(frame).layers,
  );
  const given = new Set(layers.flatMap(({ key, fields }) => [key, ...fields.map(field => field.key)]));
  expect([...given].sort()).toEqual([...ALL].sort());
});

test.each(entries)('%s says in both languages where it is defined', (_, { name, text }) => {
  const cited = (sentence: string) =>
    [...sentence.matchAll(/(?:RFC|IEEE) ([\d.]+)/g)].map(([, number]) => number);
  expect(cited(text.en).length).toBeGreaterThan(0);
  expect(cited(text.ko)).toEqual(cited(text.en));
  expect(text.en).toMatch(/^[A-Z0-9].*\)\.$/);
  expect(text.ko).toMatch(/니다 \([^)]*\)\.$/);
  expect(name.en).not.toBe('');
  expect(name.ko).not.toBe('');
});
