/** A lesson's source as tests read it: what a reader sees, without components and marks. */
import { readdirSync, readFileSync } from 'node:fs';

const folder = new URL('../../lessons/', import.meta.url);
export const lessons = readdirSync(folder);

export type Locale = 'en' | 'ko';

const fileOf = (lesson: string, locale: Locale): string =>
  readFileSync(new URL(`${lesson}/${locale}.mdx`, folder), 'utf8');

/** Without front matter. */
export const sourceOf = (lesson: string, locale: Locale): string =>
  fileOf(lesson, locale).replace(/^---\n.*?\n---\n/s, '');

/** The labs that the front matter names; the first one is the lesson's. */
export function labsOf(lesson: string): string[] {
  const [, named = ''] = /^labs: \[(.*)\]$/m.exec(fileOf(lesson, 'en')) ?? [];
  return named.split(', ');
}

/** The words of a piece of MDX; questions stand in attributes and count as text. */
export const readable = (text: string): string =>
  text
    .replace(/question="([^"]*)"/g, '>$1<')
    .replace(/<[^>]*>/g, ' ')
    .replace(/[#*`|]|---/g, '')
    .replace(/\\~/g, '~')
    .replace(/\s+/g, ' ')
    .trim();
