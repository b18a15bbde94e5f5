/** `content/glossary.yaml`: the course's terms in both languages, and where each can be seen. */
import { z } from 'zod';
import { AuthorError, problem, type Tell, tellUnique } from './authoring.ts';
import { Id, type Lab, Text } from './lab.ts';
import { checkPlace, placeFields } from './place.ts';

export const Glossary = z.array(
  z.strictObject({
    id: Id.describe('the <Term id="…"> of the lessons'),
    term: Text.describe('the standard term'),
    text: Text.describe('what it is, in a sentence or two of our own; between backticks stands code'),
    ...placeFields,
  }),
);
export type Glossary = z.infer<typeof Glossary>;
export type GlossaryEntry = Glossary[number];

export type GlossarySurroundings = {
  /** the course lists the lesson, and nobody has written it yet */
  isPlanned(lesson: string): boolean;
  /** the first lab of a lesson that is written */
  firstLabOf(lesson: string): Lab | undefined;
  /** ids that a <Term> of this lesson names */
  usedIn(lesson: string): ReadonlySet<string>;
};

/** Throws AuthorError with every problem found. A term of a planned lesson waits for it: nobody uses it yet. */
export function checkGlossary(glossary: Glossary, file: string, around: GlossarySurroundings): void {
  const report: string[] = [];
  const tell: Tell = (path, text) => void report.push(problem(file, path, text));
  tellUnique(glossary, [], tell);
  glossary.forEach((entry, at) => {
    const { id, lesson, step, whatIf } = entry;
    if (around.isPlanned(lesson)) {
      if (step !== undefined || whatIf !== undefined)
        tell([at, 'step'], `expected no step or whatIf before the lesson "${lesson}" is written`);
      return;
    }
    checkPlace(entry, around.firstLabOf(lesson), [at], tell);
    if (!around.usedIn(lesson).has(id))
      tell([at, 'id'], `expected a <Term id="${id}"> in lessons/${lesson}, which shows it, and found none`);
  });
  if (report.length > 0) throw new AuthorError(report);
}
