/** content/glossary.yaml: what a term is, in which order a language lists it, and where it can be seen. */
import { parse } from 'yaml';
import { parseAuthored } from '#protocol/authoring';
import { Glossary, type GlossaryEntry } from '#protocol/glossary';
import source from '../../../content/glossary.yaml?raw';
import { initialOf } from './initials.ts';
import type { Locale } from './locales.ts';

export const GLOSSARY_FILE = 'content/glossary.yaml';

export const glossary: Glossary = parseAuthored(Glossary, parse(source), GLOSSARY_FILE);

/** Undefined: there is no such term. */
export const termOf = (id: string): GlossaryEntry | undefined => glossary.find(entry => entry.id === id);

/** The terms as a dictionary of this language lists them, under their initials. */
export function glossaryIn(locale: Locale): Map<string, GlossaryEntry[]> {
  const { compare } = new Intl.Collator(locale, { numeric: true });
  const isLast = (entry: GlossaryEntry) => Number(locale === 'ko' && /^[A-Z0-9]/i.test(entry.term.ko));
  const sorted = glossary.toSorted(
    (one, other) => isLast(one) - isLast(other) || compare(one.term[locale], other.term[locale]),
  );
  return Map.groupBy(sorted, entry => initialOf(entry.term[locale]));
}
