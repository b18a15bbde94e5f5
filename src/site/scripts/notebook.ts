/** The page of the notebook: its lines as they stand in the record, the latest first. */
import { type Checked, type Expectation, type Line, notebookOf } from '#record/notebook';
import { keyOf } from '#record/progress';
import { BASE } from '../data/paths.ts';
import { filled } from './filled.ts';
import {
  answerText,
  notebookMarkdown,
  type Questions,
  questionOf,
  verdictText,
  type Words,
} from './notebook-text.ts';
import { keepReason, showReason } from './reasons.ts';
import { drawFromRecord } from './record.ts';
import { saveFile, today } from './save-file.ts';

const page = document.querySelector<HTMLElement>('[data-notebook]');
const list = page?.querySelector<HTMLElement>('ol');
if (page && list) void startNotebook(page, list);

async function startNotebook(page: HTMLElement, list: HTMLElement): Promise<void> {
  const words = JSON.parse(page.dataset.words ?? '{}') as Words;
  const answer = await fetch(`${BASE}${document.documentElement.lang}/questions.json`);
  const questions = (await answer.json()) as Questions;
  const rows = new Map<string, HTMLElement>();
  let lines: readonly Line[] = [];
  const save = page.querySelector<HTMLElement>('[data-save]');
  const said = page.querySelector('[data-said]');
  save?.addEventListener('click', () => {
    const name = `sockscope-notebook-${today()}.md`;
    saveFile(name, notebookMarkdown(lines, questions, words), 'text/markdown');
    if (said) said.textContent = filled(page.dataset.saved, { name });
  });
  void drawFromRecord(({ history }) => {
    lines = notebookOf(history);
    page.querySelector('[data-empty]')?.toggleAttribute('hidden', lines.length > 0);
    save?.toggleAttribute('hidden', lines.length === 0);
    const shown = lines.toReversed().map(line => {
      const row = rows.get(line.id) ?? newRow(page, line);
      rows.set(line.id, row);
      draw(row, line, questions, words);
      return row;
    });
    // What stands where it stood is left alone: a field that somebody types in would lose the focus.
    const isSame =
      shown.length === list.children.length && shown.every((row, at) => list.children[at] === row);
    if (!isSame) list.replaceChildren(...shown);
  });
}

function newRow(page: HTMLElement, line: Line): HTMLElement {
  const template = page.querySelector<HTMLTemplateElement>(`template[data-${line.kind}]`);
  const row = template?.content.firstElementChild?.cloneNode(true) as HTMLElement;
  const area = row.querySelector('textarea');
  if (line.kind === 'expected' && area) keepReason(area, line, () => undefined);
  return row;
}

function draw(row: HTMLElement, line: Line, questions: Questions, words: Words): void {
  const write = (selector: string, text: string): void => {
    const place = row.querySelector(selector);
    if (place) place.textContent = text;
  };
  const when = new Intl.DateTimeFormat(document.documentElement.lang, {
    dateStyle: 'medium',
    timeStyle: 'short',
  });
  write('[data-when]', when.format(line.at));
  write('[data-verdict]', verdictText(line, questions, words));
  row.dataset.outcome = outcomeOf(line);
  if (line.kind === 'checked') {
    write('[data-exercise]', line.exercise);
    return;
  }
  write('[data-question]', questionOf(line, questions));
  write('[data-answer]', answerText(line, questions, words));
  showLesson(row, line, questions);
  const area = row.querySelector('textarea');
  if (area === null) return;
  // A reason belongs to the latest answer; those before are history.
  area.readOnly = !line.isLatest;
  showReason(area, line.because);
}

/** With the way to it, where it is still in the course. */
function showLesson(row: HTMLElement, line: Expectation, questions: Questions): void {
  const place = row.querySelector('[data-lesson]');
  if (place?.textContent !== '') return;
  const way = questions[keyOf(line)]?.lesson;
  if (way === undefined) {
    place.textContent = line.lab;
    return;
  }
  const link = document.createElement('a');
  link.href = way.path;
  link.textContent = way.title;
  place.append(link);
}

function outcomeOf(line: Checked | Expectation): string {
  if (line.kind === 'checked') return line.passed ? 'right' : 'wrong';
  return line.shown === null ? 'open' : line.shown === line.value ? 'right' : 'wrong';
}
