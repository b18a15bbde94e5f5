/** The interface's texts, by key, as the page loads them. */
import { readFileSync } from 'node:fs';
import type { Language } from './check/words.ts';

const read = (language: Language): Readonly<Record<string, string>> =>
  JSON.parse(readFileSync(new URL(`../../content/ui/${language}.json`, import.meta.url), 'utf8'));

const texts = new Map<Language, Readonly<Record<string, string>>>();

export function uiTexts(language: Language): Readonly<Record<string, string>> {
  const known = texts.get(language) ?? read(language);
  texts.set(language, known);
  return known;
}
