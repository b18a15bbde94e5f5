/** The page of the reader's progress: what is in the record, lesson by lesson, and where that is kept. */
import type { PageRecord } from '#record/page';
import { dueNow } from '#record/redo';
import { filled } from './filled.ts';
import { startProgressFile } from './progress-file.ts';
import { drawFromRecord } from './record.ts';

const page = document.querySelector<HTMLElement>('[data-progress]');
if (page !== null) {
  startProgressFile(page);
  const home = page.querySelector<HTMLElement>('[data-progress-home]');
  const rows = page.querySelectorAll<HTMLElement>('[data-progress-row]');
  void drawFromRecord(record => {
    for (const row of rows) {
      const details = row.querySelector('[data-details]');
      if (details !== null) details.textContent = detailsOf(row, record, page.dataset).join(' · ');
    }
    if (home !== null) showHome(home, record);
    showDue(page, dueNow(record.history, Date.now()).length);
  });
}

/** What was done of a lesson; nothing of what was not begun. */
function detailsOf({ dataset }: HTMLElement, { progress }: PageRecord, texts: DOMStringMap): string[] {
  const wordsIn = (list: string | undefined): string[] => (list ?? '').split(' ').filter(word => word !== '');
  const reached = progress.lessons.get(dataset.progressRow ?? '')?.moves.size ?? 0;
  const labs = wordsIn(dataset.labs);
  const answered = [...progress.answers].flatMap(([question, answer]) =>
    labs.includes(question.split('/')[0] ?? '') && answer.kind === 'committed' && answer.shown !== null
      ? answer
      : [],
  );
  const right = answered.filter(({ value, shown }) => value === shown).length;
  const exercises = wordsIn(dataset.exercises);
  const judged = exercises.flatMap(exercise => progress.exercises.get(exercise) ?? []);
  const passed = judged.filter(each => each.passed).length;
  return [
    ...(reached > 0 ? [filled(texts.moves, { n: reached, total: dataset.moves ?? '' })] : []),
    ...(answered.length > 0 ? [filled(texts.predictions, { n: right, total: answered.length })] : []),
    ...(judged.length > 0 ? [filled(texts.exercises, { n: passed, total: exercises.length })] : []),
  ];
}

function showDue(page: HTMLElement, n: number): void {
  const line = page.querySelector<HTMLElement>('[data-due]');
  if (line === null) return;
  line.hidden = n === 0;
  line.textContent = filled(line.dataset.due, { n });
}

function showHome(element: HTMLElement, { home, trouble, setAside }: PageRecord): void {
  for (const line of element.querySelectorAll<HTMLElement>('[data-when]'))
    line.hidden = line.dataset.when !== (home ?? 'nowhere');
  const troubled = element.querySelector<HTMLElement>('[data-trouble]');
  if (troubled !== null) {
    troubled.hidden = trouble === null;
    troubled.textContent = filled(troubled.dataset.trouble, { why: trouble ?? '' });
  }
  const kept = element.querySelector<HTMLElement>('[data-set-aside]');
  kept?.toggleAttribute('hidden', setAside.length === 0);
  kept?.querySelector('ul')?.replaceChildren(...setAside.map(listed));
}

function listed(path: string): HTMLElement {
  const item = document.createElement('li');
  const code = document.createElement('code');
  code.textContent = path;
  item.append(code);
  return item;
}
