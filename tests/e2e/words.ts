/** The interface's words, as the page has them: accessible names on Korean pages are Korean. */
import { readFileSync } from 'node:fs';

export type Locale = 'en' | 'ko';

const read = (locale: Locale): Record<string, string> =>
  JSON.parse(readFileSync(new URL(`../../content/ui/${locale}.json`, import.meta.url), 'utf8'));

const words = { en: read('en'), ko: read('ko') };

export function say(locale: Locale, key: string, values: Record<string, string | number> = {}): string {
  const text = words[locale][key];
  if (text === undefined) throw new Error(`content/ui/${locale}.json has no "${key}"`);
  return text.replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? `{${name}}`));
}
