/** That both languages of a lesson say the same: the same components with the same names, in the same order. */
import { allTags, type LessonSource, type Tag } from './lesson-source.ts';

/** What is the same in every language; words and what stands for them are not. */
const shape = ({ name, attributes: { id, lab, whatIf, value, to } }: Tag): string =>
  [name, lab, whatIf, id ?? value ?? to].filter(Boolean).join(' ');

/** The first difference, told in the second language's file; null when there is none. */
export function differenceOf(one: LessonSource, other: LessonSource): string | null {
  const [here, there] = [allTags(one.tags), allTags(other.tags)];
  const at = Math.max(here.length, there.length);
  for (let index = 0; index < at; index += 1) {
    const [mine, theirs] = [here[index], there[index]];
    const [wanted, got] = [mine && shape(mine), theirs && shape(theirs)];
    if (wanted === got) continue;
    const line = theirs?.line ?? other.source.split('\n').length;
    const expected = mine ? `<${wanted}> as in ${one.file}:${mine.line}` : `nothing more, as in ${one.file}`;
    return `${other.file}:${line}: expected ${expected}, got ${theirs ? `<${got}>` : 'the end'}`;
  }
  return null;
}
