/** The mistakes of the course on the disk, for a build to stop at. */
import { AuthorError } from '#protocol/authoring';
import { aroundHere } from './around.ts';
import { mistakesIn } from './mistakes.ts';

export function mistakes(): readonly string[] {
  try {
    return mistakesIn(aroundHere());
  } catch (error) {
    if (error instanceof AuthorError) return error.problems;
    throw error;
  }
}
