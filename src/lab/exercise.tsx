/**
 * Opens an exercise: editor, checks, hints. It takes the inside of the element it is given, once that
 * is loaded; the title and the task stand around it, rendered with the page.
 */
import './lab.css';
import './code.css';
import './exercise.css';
import './checks.css';
import { render } from 'preact';
import type { Exercise } from '#protocol/exercise';
import { connectionAt } from './connection.ts';
import { Desk } from './desk.ts';
import { ExerciseView } from './exercise-view.tsx';
import { selectionIn, type TextSelection } from './text-selection.ts';
import { type Locale, loadWords } from './words.ts';

/** What the site writes to `exercises/<id>/exercise.json`. */
export type ExerciseData = { id: string; spec: Exercise; starter: string; solution: string };

export type ExerciseOptions = {
  exercise: string;
  locale: Locale;
  base: string;
  /** A server answers; without one nothing is tried until the learner asks. */
  server: boolean;
  signal?: AbortSignal;
};

/** Resolves when the editor stands; rejects when its files cannot be loaded, and the element is as it was. */
export async function mountExercise(element: HTMLElement, options: ExerciseOptions): Promise<void> {
  const { exercise, locale, base, server, signal } = options;
  const [words, data] = await Promise.all([loadWords(locale), fetchExercise(base, exercise)]);
  const desk = new Desk(exercise, data.starter, connectionAt(base), localStorage, { waits: !server });
  const begun = takeOver(element);
  if (begun.text !== undefined && begun.text !== data.starter) desk.edit(begun.text);
  element.replaceChildren();
  element.classList.add('exercise-desk');
  const { selection } = begun;
  render(<ExerciseView data={data} desk={desk} base={base} words={words} selection={selection} />, element);
  const reread = () => desk.reread();
  addEventListener('focus', reread);
  signal?.addEventListener(
    'abort',
    () => {
      removeEventListener('focus', reread);
      render(null, element);
      desk.close();
    },
    { once: true },
  );
}

/** What the page's own text box holds by now, and the selection if the learner is in it. */
function takeOver(element: HTMLElement): { text: string | undefined; selection: TextSelection | null } {
  const box = element.querySelector('textarea');
  const isIn = box !== null && document.activeElement === box;
  return { text: box?.value, selection: isIn ? selectionIn(box) : null };
}

async function fetchExercise(base: string, exercise: string): Promise<ExerciseData> {
  const answer = await fetch(`${base}exercises/${exercise}/exercise.json`);
  if (!answer.ok) throw new Error(`the exercise ${exercise} could not be loaded: ${answer.status}`);
  return (await answer.json()) as ExerciseData;
}
