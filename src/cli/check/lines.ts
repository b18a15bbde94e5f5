/**
 * A check's result as lines for the terminal, in two marked voices: the checker's and the program's.
 * Only the first failure is told in full; the later ones often follow from it.
 */
import type { Exercise } from '#protocol/exercise';
import type { CheckResult, Evidence, Verdict } from '#protocol/verdict';
import { width, wrapped } from '../wrapped.ts';
import { commonCause, type Language, type Words } from './words.ts';

export type Telling = { spec: Exercise; language: Language; words: Words; columns: number };

/** @param isOpen tell a failure in full */
export function resultLines(result: CheckResult, isOpen: boolean, telling: Telling): string[] {
  const { spec, language, words } = telling;
  const title = spec.checks.find(({ id }) => id === result.id)?.title[language] ?? '';
  const mark = { pass: '✔', fail: '✘', error: '!' }[result.status];
  const head = `${words.check} ${mark} ${result.id}: ${title} (${result.durationMs} ms)`;
  return isOpen ? [head, ...detailLines(result, telling)] : [head];
}

function detailLines({ verdict, causes, output }: CheckResult, telling: Telling): string[] {
  const { spec, language, words } = telling;
  const texts = causes.flatMap(id => spec.causes[id]?.[language] ?? commonCause(language, id));
  const told = output.trim() === '' || verdict.kind === 'our-fault' ? [] : programLines(output, words);
  return [
    ...verdictLines(verdict, telling),
    ...(told.length === 0 ? [] : [said(words, words.printed), ...told]),
    ...texts.flatMap(text => labelled(words.likely, text, telling)),
  ];
}

function verdictLines(verdict: Verdict, telling: Telling): string[] {
  const { words } = telling;
  switch (verdict.kind) {
    case 'passed':
      return [];
    case 'failed':
      return [
        ...didLines(verdict.evidence, telling),
        ...comparison(verdict, telling),
        ...whereLines(verdict.evidence, telling),
      ];
    case 'crashed':
      return [
        ...didLines(verdict.evidence, telling),
        said(words, words.died),
        ...programLines(verdict.traceback, words),
        ...whereLines(verdict.evidence, telling),
      ];
    case 'timed-out': {
      const state = verdict.blockedIn === null ? words.busy : words.blocked(verdict.blockedIn);
      const text = words.timedOut(verdict.afterMs) + state;
      return [
        ...didLines(verdict.evidence, telling),
        ...labelled(words.saw, text, telling),
        ...whereLines(verdict.evidence, telling),
      ];
    }
    case 'our-fault':
      return [
        said(words, words.notJudged(verdict.code)),
        ...verdict.detail.split('\n').map(line => said(words, line)),
      ];
    default:
      return verdict satisfies never;
  }
}

const didLines = ({ did }: Evidence, telling: Telling): string[] => [row(telling.words.did, did, telling)];

function comparison(
  { wanted, saw, caret }: { wanted: string; saw: string; caret: number | null },
  telling: Telling,
): string[] {
  const { words } = telling;
  const lines = [row(words.wanted, wanted, telling), row(words.saw, saw, telling)];
  return caret === null ? lines : [...lines, row('', `${' '.repeat(caret)}^`, telling)];
}

function whereLines({ line, call, frame }: Evidence, telling: Telling): string[] {
  const { words } = telling;
  const places = [
    ...(line === null ? [] : [words.line(line)]),
    ...(call === null ? [] : [call]),
    ...(frame === null ? [] : [words.frame(frame)]),
  ];
  return places.length === 0 ? [] : [row(words.where, places.join(', '), telling)];
}

const programLines = (text: string, words: Words): string[] =>
  text
    .trimEnd()
    .split('\n')
    .map(line => `${words.program} ${line}`);

const said = (words: Words, text: string): string => `${words.check}   ${text}`;

const LABEL_COLUMNS = 8;

/** Never wrapped: a command is copied whole, and the caret points up. */
const row = (label: string, text: string, { words }: Telling): string =>
  said(words, `${padded(label)}${text}`);

/** A text that may take several lines. */
function labelled(label: string, text: string, telling: Telling): string[] {
  const { words, columns } = telling;
  const room = columns - width(said(words, '')) - LABEL_COLUMNS;
  return wrapped(text, Math.max(room, 30)).map((line, index) => row(index === 0 ? label : '', line, telling));
}

const padded = (label: string): string => label + ' '.repeat(Math.max(1, LABEL_COLUMNS - width(label)));
