/** A lesson page's own behaviour. What belongs to a lab or an exercise is loaded when it is wanted. */
import { startExercises } from './exercises.ts';
import { startLabSlot } from './lab-slot.ts';
import { startMoves } from './moves.ts';
import { startPath } from './paths.ts';
import { startPredictions } from './predictions.ts';
import { startProgress } from './progress-lesson.ts';
import { startQuizzes } from './quizzes.ts';
import { startReasons } from './reasons.ts';
import { startSplitter } from './splitter.ts';
import { startTerms } from './terms.ts';
import { startWaysToLab } from './to-lab.ts';
import { startView } from './view.ts';

const lesson = document.querySelector<HTMLElement>('[data-lesson]');
if (lesson !== null) {
  const locale = document.documentElement.lang === 'ko' ? 'ko' : 'en';
  const page = { lesson, locale, base: lesson.dataset.base ?? '/' } as const;
  startPath();
  startTerms();
  startSplitter(lesson);
  const view = startView(lesson);
  // An address that leads to the lab: on a narrow screen the text would stand in its place.
  if (location.hash === '#lab') view.show('lab');
  const slot = startLabSlot(page, () => view.show('lab'));
  startProgress(page);
  startPredictions(page, () => view.show('text'));
  startReasons(lesson);
  startQuizzes(page);
  startWaysToLab(lesson, () => view.show('lab'));
  startExercises(page);
  startMoves(lesson, slot.openRecording);
}
