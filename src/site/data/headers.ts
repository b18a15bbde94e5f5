/** content/headers: what each header and field of a frame is called and means, for a frame that is opened. */
import { parse } from 'yaml';
import { z } from 'zod';
import { parseAuthored } from '#protocol/authoring';
import { Text } from '#protocol/lab';
import { FIELD_KEYS, LAYER_KEYS } from '#trace/field-keys';
import type { Locale } from './locales.ts';

const Key = z.enum([...LAYER_KEYS, ...FIELD_KEYS]);
const Headers = z.partialRecord(
  Key,
  z.strictObject({
    name: Text.describe('the standard term'),
    text: Text.describe('one sentence or two in plain words, with the section it stands in'),
  }),
);

const files: Record<string, string> = import.meta.glob('/content/headers/*.yaml', {
  query: '?raw',
  import: 'default',
  eager: true,
});

const headers = Object.assign(
  {},
  ...Object.entries(files).map(([path, text]) => parseAuthored(Headers, parse(text), path.slice(1))),
) as z.infer<typeof Headers>;

export type FieldTexts = Record<string, { name: string; text: string }>;

/** The texts of one language, by key. */
export function headersIn(locale: Locale): FieldTexts {
  return Object.fromEntries(
    Object.entries(headers).map(([key, { name, text }]) => [key, { name: name[locale], text: text[locale] }]),
  );
}
