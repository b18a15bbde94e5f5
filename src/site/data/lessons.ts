/** Lessons as the pages need them: the entry in one language, and what its components refer to. */
import { type CollectionEntry, getEntry } from 'astro:content';
import type { Lab, PredictionSpec } from '#protocol/lab';
import { labOf } from './labs.ts';
import { type Locale, localeOf } from './locales.ts';

export type Lesson = CollectionEntry<'lessons'>;

/** The lesson of a page, from the parts of its address; throws when a language of it is missing. */
export async function lessonAt(params: Record<string, string | undefined>): Promise<{
  id: string;
  locale: Locale;
  entry: Lesson;
}> {
  const locale = localeOf(params.locale);
  const id = params.lesson ?? '';
  const entry = await getEntry('lessons', `${id}/${locale}`);
  if (entry === undefined) throw new Error(`expected the file lessons/${id}/${locale}.mdx`);
  return { id, locale, entry };
}

/** The lab that stands beside the prose when the page opens. */
export function firstLab(entry: Lesson): { id: string; lab: Lab } {
  const id = entry.data.labs[0] ?? '';
  return { id, lab: labOf(id) };
}

/** A prediction of a lab, or of one of its what-ifs. */
export function predictionOf(lab: string, whatIf: string | null, id: string): PredictionSpec {
  const from = whatIf === null ? labOf(lab) : labOf(lab).whatIfs.find(candidate => candidate.id === whatIf);
  const found = from?.predictions.find(prediction => prediction.id === id);
  if (found === undefined)
    throw new Error(`lab ${lab}, what-if ${whatIf}: no prediction "${id}" in lab.yaml`);
  return found;
}
