/** The reader's notebook: what they expected and why, what their runs showed, and what was judged. */
import type { Entry } from '#protocol/record';
import { keyOf } from './progress.ts';

export type Expectation = {
  kind: 'expected';
  /** of the entry that began it; no other line has it */
  id: string;
  /** milliseconds since 1970 */
  at: number;
  lab: string;
  whatIf: string | null;
  prediction: string;
  value: string;
  isSure?: boolean;
  /** empty: not written */
  because: string;
  /** what the reader's own run showed; null: no run has answered */
  shown: string | null;
  /** nothing has been answered to this question since */
  isLatest: boolean;
};

export type Checked = {
  kind: 'checked';
  id: string;
  at: number;
  exercise: string;
  passed: boolean;
  /** in a row, up to this one */
  tries: number;
};

export type Line = Expectation | Checked;

/** In the order in which they were begun. */
export function notebookOf(entries: readonly Entry[]): Line[] {
  const lines: Line[] = [];
  const latest = new Map<string, Expectation>();
  for (const entry of entries)
    switch (entry.type) {
      case 'predicted': {
        const before = latest.get(keyOf(entry));
        if (before !== undefined) before.isLatest = false;
        latest.delete(keyOf(entry));
        const line = expectationOf(entry);
        if (line !== null) lines.push(line);
        if (line !== null) latest.set(keyOf(entry), line);
        break;
      }
      case 'reasoned': {
        const line = latest.get(keyOf(entry));
        if (line !== undefined) line.because = entry.because;
        break;
      }
      case 'shown': {
        const line = latest.get(keyOf(entry));
        if (line?.value === entry.said) line.shown ??= entry.shown;
        break;
      }
      case 'judged':
        takeJudged(lines, entry);
        break;
      default:
        break;
    }
  return lines;
}

/** Null: it was passed over, which is no expectation. */
function expectationOf(entry: Extract<Entry, { type: 'predicted' }>): Expectation | null {
  const { id, at, lab, whatIf, prediction, value, isSure } = entry;
  if (value === null) return null;
  const sure = isSure === undefined ? {} : { isSure };
  const written = { because: '', shown: null, isLatest: true };
  return { kind: 'expected', ...{ id, at, lab, whatIf, prediction, value }, ...sure, ...written };
}

/** Attempts that follow each other are one line. */
function takeJudged(lines: Line[], { id, at, exercise, passed }: Extract<Entry, { type: 'judged' }>): void {
  const last = lines.at(-1);
  const isNext = last?.kind === 'checked' && last.exercise === exercise && !last.passed;
  if (isNext) lines.pop();
  lines.push({ kind: 'checked', id, at, exercise, passed, tries: isNext ? last.tries + 1 : 1 });
}
