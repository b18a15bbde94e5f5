/** The rows of docs/seeds.md: what the notes that the course grew from say, and which lesson covers it. */
import { parse } from 'yaml';
import { files, read } from './files.ts';

export const seeds = read('docs/seeds.md');

export const rows = [...seeds.matchAll(/^\| (S\d)-(\d+) \|.*\| ([RIWM]) \|.*\| ([^|]+) \|$/gm)].map(
  ([, seed = '', number, verdict = '', lessons = '']) => ({
    id: `${seed}-${number}`,
    seed,
    number: Number(number),
    verdict,
    lessons: lessons.split(', '),
  }),
);

const { modules } = parse(read('content/course.yaml')) as { modules: { lessons: string[] }[] };
const written = files('lessons');
/** Lessons of the course in its order, of those that are written. */
export const built = modules
  .flatMap(({ lessons }) => lessons)
  .filter(lesson => written.includes(`lessons/${lesson}/en.mdx`));
