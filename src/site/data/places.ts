/** Links to where in the course a thing can be seen. */
import type { Place } from '#protocol/place';
import type { Locale } from './locales.ts';
import { lessonPath } from './paths.ts';

/** Where a what-if's button stands in its lesson. */
export const whatIfAnchor = (whatIf: string): string => `what-if-${whatIf}`;

/** Opens the lesson with the lab at this place. */
export function placePath(locale: Locale, { lesson, step, whatIf }: Place): string {
  const query = step === undefined ? `what-if=${whatIf}` : `step=${step}`;
  return `${lessonPath(locale, lesson)}?${query}`;
}

/** Within the lesson: the paragraph or the button. */
export const anchorOf = ({ step, whatIf }: Place): string => `#${step ?? whatIfAnchor(whatIf ?? '')}`;
