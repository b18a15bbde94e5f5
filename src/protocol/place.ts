/** Where in the course a thing can be seen: a move or a what-if of a lesson's first lab. */
import { expectedName, type Path, type Tell } from './authoring.ts';
import { Id, type Lab } from './lab.ts';

/** Fields of an authored entry that names a place. */
export const placeFields = {
  lesson: Id,
  step: Id.optional().describe('a move of the lesson’s first lab'),
  whatIf: Id.optional().describe('a what-if of the lesson’s first lab'),
};

export type Place = { lesson: string; step?: string | undefined; whatIf?: string | undefined };

/** @param lab the lesson's first lab; undefined when the course has no such lesson, or none that is written */
export function checkPlace(place: Place, lab: Lab | undefined, path: Path, tell: Tell): void {
  const { lesson, step, whatIf } = place;
  if (lab === undefined) {
    tell([...path, 'lesson'], `expected a lesson that is written, got "${lesson}"`);
    return;
  }
  if ((step === undefined) === (whatIf === undefined))
    tell([...path, 'step'], 'expected either a step or a whatIf');
  const moves = lab.walk.map(({ id }) => id);
  const whatIfs = lab.whatIfs.map(({ id }) => id);
  if (step !== undefined && !moves.includes(step))
    tell([...path, 'step'], expectedName('a move of the lab', moves, step));
  if (whatIf !== undefined && !whatIfs.includes(whatIf))
    tell([...path, 'whatIf'], expectedName('a what-if of the lab', whatIfs, whatIf));
}
