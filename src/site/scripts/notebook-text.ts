/** The lines of the notebook in words, on the page and as Markdown. */
import type { Checked, Expectation, Line } from '#record/notebook';
import { keyOf } from '#record/progress';
import { filled } from './filled.ts';

/** Texts that the page carries, with gaps. */
export type Words = Readonly<
  Record<
    | 'title'
    | 'expected'
    | 'because'
    | 'sure'
    | 'unsure'
    | 'right'
    | 'wrong'
    | 'unanswered'
    | 'passed'
    | 'failed',
    string
  >
>;

export type Questions = Readonly<
  Record<
    string,
    {
      question: string;
      labels: Readonly<Record<string, string>>;
      lesson: { title: string; path: string };
    }
  >
>;

/** A question whose lesson has gone keeps its ids. */
export const questionOf = (line: Expectation, questions: Questions): string =>
  questions[keyOf(line)]?.question ?? keyOf(line);

const labelOf = (line: Expectation, value: string, questions: Questions): string =>
  questions[keyOf(line)]?.labels[value] ?? value;

/** "I expected: the client (sure)" */
export function answerText(line: Expectation, questions: Questions, words: Words): string {
  const said = filled(words.expected, { said: labelOf(line, line.value, questions) });
  if (line.isSure === undefined) return said;
  return `${said} (${line.isSure ? words.sure : words.unsure})`;
}

export function verdictText(line: Line, questions: Questions, words: Words): string {
  if (line.kind === 'checked') return checkedText(line, words);
  if (line.shown === null) return words.unanswered;
  const shown = labelOf(line, line.shown, questions);
  return filled(line.shown === line.value ? words.right : words.wrong, { shown });
}

const checkedText = ({ passed, tries }: Checked, words: Words): string =>
  filled(passed ? words.passed : words.failed, { tries });

/** An entry to a list item, in the order of the notebook. */
export function notebookMarkdown(lines: readonly Line[], questions: Questions, words: Words): string {
  const items = lines.map(line => {
    const day = new Date(line.at).toISOString().slice(0, 10);
    const verdict = `  - ${escaped(verdictText(line, questions, words))}`;
    if (line.kind === 'checked') return [`- ${day} \`${line.exercise}\``, verdict];
    const because = line.because === '' ? '' : ` ${escaped(`${words.because} ${line.because}`)}`;
    const lesson = questions[keyOf(line)]?.lesson.title ?? line.lab;
    return [
      `- ${day} ${escaped(lesson)}: **${escaped(questionOf(line, questions))}**`,
      `  - ${escaped(answerText(line, questions, words))}${because}`,
      verdict,
    ];
  });
  return [`# ${escaped(words.title)}`, '', ...items.flat(), ''].join('\n');
}

/** On one line, with nothing in it that Markdown or HTML would take for its own. */
const escaped = (text: string): string =>
  text
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/[\\`*_[\]<>#|~]/g, '\\$&');
