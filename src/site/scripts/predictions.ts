/** Brings the questions of the prose to life; on a narrow screen the text comes forward for them. */
import { hearPage } from '#lab/page-events';
import { mountPrediction } from '#lab/prediction';
import type { LessonPage } from './lesson-page.ts';

export function startPredictions({ lesson, locale, base }: LessonPage, showText: () => void): void {
  // Heard before the questions hear it: a hidden one can neither be scrolled to nor take the focus.
  for (const wanted of ['sockscope:predict', 'sockscope:to-answer'] as const)
    hearPage(wanted, new AbortController().signal, showText);
  for (const form of lesson.querySelectorAll<HTMLFormElement>('form[data-prediction]')) {
    mountPrediction(form, { locale, base });
  }
}
