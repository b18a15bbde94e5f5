/** Where a learner stands: a fold over the entries of the record, in the order in which they happened. */
import type { Entry } from '#protocol/record';

export type LessonProgress = {
  isRead: boolean;
  /** every move that its lab has reached */
  moves: Set<string>;
  /** the last one of them; null: its lab has not gone */
  move: string | null;
};

/**
 * `isSure`: what the reader said of it, absent: nothing. `shown`: what the reader's own run showed, null:
 * nothing yet.
 */
export type Committed = { kind: 'committed'; value: string; isSure?: boolean; shown: string | null };
export type Answer = Committed | { kind: 'skipped' };

export type Judged = {
  /** of the file that was judged */
  hash: string;
  passed: boolean;
  /** why the first check that failed has failed, likeliest first */
  causes: readonly string[];
  /** milliseconds since 1970 */
  at: number;
};

export type Question = { lab: string; whatIf: string | null; prediction: string };

export type Progress = {
  lessons: Map<string, LessonProgress>;
  /** by keyOf() the question */
  answers: Map<string, Answer>;
  exercises: Map<string, Judged>;
  /** why the reader expected what they answered, by keyOf() the question */
  reasons: Map<string, string>;
  /** the lesson that the reader was in last */
  last: string | null;
  /** when the last thing happened */
  at: number;
};

export const keyOf = ({ lab, whatIf, prediction }: Question): string =>
  `${lab}/${whatIf ?? ''}/${prediction}`;

export const noProgress = (): Progress => ({
  lessons: new Map(),
  answers: new Map(),
  exercises: new Map(),
  reasons: new Map(),
  last: null,
  at: 0,
});

export function progressOf(entries: readonly Entry[]): Progress {
  const progress = noProgress();
  for (const entry of entries) take(progress, entry);
  return progress;
}

/** Goes on by one entry, which happened after all the others. */
export function take(progress: Progress, entry: Entry): void {
  progress.at = Math.max(progress.at, entry.at);
  switch (entry.type) {
    case 'begun':
      lessonIn(progress, entry.lesson);
      break;
    case 'move': {
      const lesson = lessonIn(progress, entry.lesson);
      lesson.moves.add(entry.move);
      lesson.move = entry.move;
      break;
    }
    case 'read':
      lessonIn(progress, entry.lesson).isRead = entry.isRead;
      break;
    case 'predicted':
      progress.answers.set(keyOf(entry), answerOf(entry));
      progress.reasons.delete(keyOf(entry));
      break;
    case 'shown': {
      const answer = progress.answers.get(keyOf(entry));
      if (answer?.kind === 'committed' && answer.value === entry.said) answer.shown = entry.shown;
      break;
    }
    case 'reopened':
      progress.answers.delete(keyOf(entry));
      break;
    case 'judged': {
      const { hash, passed, causes = [], at } = entry;
      progress.exercises.set(entry.exercise, { hash, passed, causes, at });
      break;
    }
    case 'reasoned':
      progress.reasons.set(keyOf(entry), entry.because);
      break;
    case 'answered':
      // Of the redo queue (redo.ts) and of the slips (slips.ts).
      break;
    default:
      entry satisfies never;
  }
}

function lessonIn(progress: Progress, id: string): LessonProgress {
  progress.last = id;
  const lesson = progress.lessons.get(id) ?? { isRead: false, moves: new Set(), move: null };
  progress.lessons.set(id, lesson);
  return lesson;
}

function answerOf({ value, isSure }: Extract<Entry, { type: 'predicted' }>): Answer {
  if (value === null) return { kind: 'skipped' };
  return { kind: 'committed', value, shown: null, ...(isSure !== undefined && { isSure }) };
}
