/**
 * A switch of the language keeps the lab: where it stood is noted for the next page of this tab. A live
 * box lives on for two minutes without a page, and is taken up with all that it has told.
 */
import { type LeftLab, tellPage } from '#lab/page-events';
import type { LessonPage } from './lesson-page.ts';

const KEY = 'sockscope:left-lab';

/** False when no lab is open, or nothing can be noted: then it is closed when the page is. */
export function leaveLab(): boolean {
  const { lesson, view } = document.querySelector<HTMLElement>('[data-lesson]')?.dataset ?? {};
  let isLeft = false;
  const keep = (left: LeftLab): void => {
    try {
      sessionStorage.setItem(KEY, JSON.stringify({ lesson, view, left }));
      isLeft = true;
    } catch {
      // The reader forbade it.
    }
  };
  tellPage('sockscope:leave', { keep });
  return isLeft;
}

/** The lab that was left on this lesson's page in another language, and whether it stood before the text; once. */
export function takeLeftLab({ lesson }: LessonPage): { left: LeftLab; isBefore: boolean } | null {
  try {
    const kept = JSON.parse(sessionStorage.getItem(KEY) ?? 'null');
    sessionStorage.removeItem(KEY);
    if (kept?.lesson !== lesson.dataset.lesson) return null;
    return { left: kept.left, isBefore: kept.view === 'lab' };
  } catch {
    return null;
  }
}
