/** Lessons are folders of lessons/, a language is a file; the schema is the wall for their frontmatter. */
import { defineCollection } from 'astro:content';
import { glob } from 'astro/loaders';
import { LessonHead } from '#protocol/lesson';

const lessons = defineCollection({
  loader: glob({ base: './lessons', pattern: '*/{en,ko}.mdx' }),
  schema: LessonHead,
});

export const collections = { lessons };
