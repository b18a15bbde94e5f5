/**
 * The interface's words in the reader's language. Only one language is loaded, and only with the lab.
 */
import { type Descriptor, say as sayDescriptor } from '#trace/sentence';
import type en from '../../content/ui/en.json';

export type Locale = 'en' | 'ko';
export type WordKey = keyof typeof en;
export type Words = {
  locale: Locale;
  /** The text of a key with `{name}` replaced; an unknown name stays as it is written. */
  say(key: WordKey, values?: Record<string, string | number>): string;
  /** What the trace says of itself, in this language. */
  tell(message: Descriptor): string;
  /** The text of a refusal or fault. */
  fault(code: string): string;
  /** The text of a cause that no exercise has of its own. */
  cause(id: string): string;
};

export const wordsFrom = (locale: Locale, table: Readonly<Record<string, string>>): Words => {
  const say = (key: string, values: Record<string, string | number> = {}) =>
    (table[key] ?? key).replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
  return {
    locale,
    say,
    tell: message => sayDescriptor(table, message),
    fault: code => say(`faults.${code}`),
    cause: id => say(`exercise.cause.${id}`),
  };
};

export async function loadWords(locale: Locale): Promise<Words> {
  const table =
    locale === 'ko' ? await import('../../content/ui/ko.json') : await import('../../content/ui/en.json');
  return wordsFrom(locale, table.default);
}
