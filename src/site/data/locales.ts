/** The two languages of the course, at equal rank, and the interface's words in each. */
import en from '../../../content/ui/en.json';
import ko from '../../../content/ui/ko.json';

export const LOCALES = ['en', 'ko'] as const;
export type Locale = (typeof LOCALES)[number];

/** The language's own name, as it stands in the switch. */
export const LOCALE_NAMES: Record<Locale, string> = { en: 'English', ko: '한국어' };

export type UiKey = keyof typeof en & keyof typeof ko;

const TEXTS: Record<Locale, Record<UiKey, string>> = { en, ko };

/** A locale from a URL part; throws on anything else, because a page only exists for these. */
export function localeOf(value: string | undefined): Locale {
  const found = LOCALES.find(locale => locale === value);
  if (found === undefined) throw new Error(`no such locale: ${value}`);
  return found;
}

/** The text of a key; `{name}` in it is replaced by the value of that name. */
export function text(locale: Locale, key: UiKey, values: Record<string, string | number> = {}): string {
  return TEXTS[locale][key].replace(/\{(\w+)\}/g, (whole, name) => String(values[name] ?? whole));
}
