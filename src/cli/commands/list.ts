/** `list`: the exercises in the course's order, how far the learner is with each, and with the lessons. */
import type { LoadedExercise } from '#grader/exercises';
import { exercisesInOrder, lessonIds } from '../course-order.ts';
import type { Desk, Paint } from '../desk.ts';
import { EXIT } from '../exit.ts';
import { width } from '../wrapped.ts';

export type State = 'new' | 'edited' | 'failed' | 'passed';

const MARKS: Record<State, { mark: string; paint: Paint }> = {
  new: { mark: '·', paint: 'quiet' },
  edited: { mark: '…', paint: 'error' },
  failed: { mark: '✘', paint: 'fail' },
  passed: { mark: '✔', paint: 'pass' },
};

export async function list(desk: Desk, { json = false }: { json?: boolean | undefined }): Promise<number> {
  const rows = await Promise.all(
    exercisesInOrder().map(async exercise => ({ exercise, state: await stateOf(desk, exercise) })),
  );
  if (json) {
    const told = rows.map(({ exercise: { id, spec }, state }) => ({ id, lesson: spec.lesson, state }));
    desk.print(JSON.stringify(told));
    return EXIT.passed;
  }
  const names = Math.max(...rows.map(({ exercise }) => width(exercise.id)));
  for (const { exercise, state } of rows) desk.print(row(desk, exercise, state, names));
  for (const line of await lessonLines(desk)) desk.print(desk.paint('quiet', line));
  return EXIT.passed;
}

/** A verdict holds for the bytes that were judged. A file that is not there is not made. */
export async function stateOf({ workspace, verdicts }: Desk, exercise: LoadedExercise): Promise<State> {
  const file = await workspace.look({ file: exercise.spec.file, starter: exercise.starter });
  if (file === null || file.isStarter) return 'new';
  const judged = (await verdicts.all()).get(exercise.id);
  if (judged?.hash !== file.hash) return 'edited';
  return judged.passed ? 'passed' : 'failed';
}

/** What the pages have noted; nothing before anything was begun. */
async function lessonLines({ progress, sayings }: Desk): Promise<string[]> {
  const { lessons, last } = await progress();
  if (last === null) return [];
  const all = lessonIds();
  const read = all.filter(lesson => lessons.get(lesson)?.isRead).length;
  return [
    `${sayings.lessonsRead(read, all.length)} · ${sayings.stoppedAt(last, lessons.get(last)?.move ?? null)}`,
  ];
}

function row({ language, paint, sayings }: Desk, { id, spec }: LoadedExercise, state: State, names: number) {
  const { mark, paint: colour } = MARKS[state];
  const title = spec.title[language];
  const left = `${mark} ${id.padEnd(names)}  ${title}`;
  return `${paint(colour, left)}${paint('quiet', `  ${sayings.states[state]}`)}`;
}
