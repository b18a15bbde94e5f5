/** The front matter of a lesson, and the components that its text is written with. */
import { z } from 'zod';
import { Id } from './lab.ts';

export const LessonHead = z.strictObject({
  title: z.string().min(1),
  objective: z.string().min(1).describe('what the reader can do afterwards, with a verb one can grade'),
  minutes: z.int().positive(),
  labs: z.array(Id).min(1).describe('the first one stands beside the prose when the page opens'),
  exercises: z.array(Id).default([]),
});
export type LessonHead = z.infer<typeof LessonHead>;

type Attributes = { required: readonly string[]; optional?: readonly string[] };

/** What the layout hands in, and which attributes each takes; none says which answer is right. */
export const COMPONENTS: Readonly<Record<string, Attributes>> = {
  Move: { required: ['id'] },
  Prediction: { required: ['id', 'lab', 'question'], optional: ['whatIf'] },
  Option: { required: ['value'] },
  Feedback: { required: ['to'] },
  WhatIf: { required: ['id'] },
  Lab: { required: ['id'] },
  Exercise: { required: ['id'] },
  Why: { required: [], optional: ['question'] },
  Term: { required: ['id'] },
  Note: { required: [] },
};
