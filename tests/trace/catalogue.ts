/** The texts of content/ui, for tests that read messages as a reader does. */
import { readFileSync } from 'node:fs';
import type { Messages } from '#trace/sentence';

export const root = new URL('../../', import.meta.url);

const catalogue = (language: string): Messages =>
  JSON.parse(readFileSync(new URL(`content/ui/${language}.json`, root), 'utf8'));

export const en = catalogue('en');
export const ko = catalogue('ko');
