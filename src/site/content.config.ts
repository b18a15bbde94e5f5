/** Lessons are folders of lessons/, a language is a file; the schema is the wall for their frontmatter. */
import { defineCollection } from 'astro:content';
import { glob } from 'astro/loaders';
import { z } from 'zod';
import { Id } from '#protocol/lab';

const lessons = defineCollection({
  loader: glob({ base: './lessons', pattern: '*/{en,ko}.mdx' }),
  schema: z.strictObject({
    title: z.string().min(1),
    objective: z.string().min(1).describe('what the reader can do afterwards, with a verb one can grade'),
    minutes: z.int().positive(),
    labs: z.array(Id).min(1).describe('the first one stands beside the prose when the page opens'),
    exercises: z.array(Id).default([]),
  }),
});

export const collections = { lessons };
