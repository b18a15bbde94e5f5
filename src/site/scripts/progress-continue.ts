/** "Continue: lesson, move" on the first page (components/ProgressContinue.astro). */
import type { PageRecord } from '#record/page';
import { filled } from './filled.ts';
import { drawFromRecord } from './record.ts';

type Lesson = { id: string; title: string; path: string; moves: string[] };

const line = document.querySelector<HTMLElement>('[data-progress-continue]');
const link = line?.querySelector('a');
if (line && link) {
  const lessons = JSON.parse(line.dataset.progressContinue ?? '[]') as Lesson[];
  void drawFromRecord(record => {
    const next = nextIn(lessons, record);
    link.hidden = next === undefined;
    if (next === undefined) return;
    const { lesson, move } = next;
    const number = lesson.moves.indexOf(move ?? '') + 1;
    const text = number > 0 ? line.dataset.atMove : line.dataset.atStart;
    link.textContent = filled(text, { title: lesson.title, number, total: lesson.moves.length });
    link.href = number > 0 ? `${lesson.path}?step=${move}` : lesson.path;
  });
}

/** Where the reader was last, or the next lesson when that one is done; undefined before anything was begun. */
function nextIn(
  lessons: readonly Lesson[],
  record: PageRecord,
): { lesson: Lesson; move: string | null } | undefined {
  const at = lessons.findIndex(({ id }) => id === record.progress.last);
  const here = lessons[at];
  if (here === undefined) return undefined;
  if (record.stateOf(here.id) === 'begun')
    return { lesson: here, move: record.progress.lessons.get(here.id)?.move ?? null };
  const inOrder = [...lessons.slice(at + 1), ...lessons.slice(0, at)];
  const lesson = inOrder.find(({ id }) => record.stateOf(id) !== 'done');
  return lesson && { lesson, move: record.progress.lessons.get(lesson.id)?.move ?? null };
}
