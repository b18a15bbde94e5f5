/** The redo queue on the page of reviews: what is due, the most urgent first, and what comes next. */
import type { PageRecord } from '#record/page';
import { type Due, dueLater, dueNow, type Standing, standingsOf } from '#record/redo';
import { filled } from './filled.ts';
import { drawFromRecord } from './record.ts';

/** How many questions one sitting has. */
export const SITTING = 8;

export type Sittings = {
  /** topics of questions that are due, the most urgent first */
  due: string[];
  /** all topics of questions that the reader has met */
  met: string[];
};

/** @param begin asks questions of these topics */
export function startReviewDue(section: HTMLElement, begin: (topics: string[]) => void): void {
  let sittings: Sittings = { due: [], met: [] };
  for (const button of section.querySelectorAll<HTMLButtonElement>('[data-begin]'))
    button.addEventListener('click', () =>
      begin(button.dataset.begin === 'due' ? sittings.due : sitting(sittings.met)),
    );
  void drawFromRecord(record => {
    sittings = draw(section, record, Date.now());
  });
}

function draw(section: HTMLElement, { history }: PageRecord, now: number): Sittings {
  const due = dueNow(history, now);
  const [next] = dueLater(history, now);
  showRows(section, due);
  const said = section.querySelector('[data-said]');
  const text = saidOf(section.dataset, due, next);
  // A status is heard whenever it is written.
  if (said !== null && said.textContent !== text) said.textContent = text;
  showNext(section, next);
  const sittings = {
    due: questionsIn(due).slice(0, SITTING),
    met: questionsIn(standingsOf(history)),
  };
  showButton(section, 'due', section.dataset.beginDue, sittings.due.length);
  showButton(section, 'mixed', section.dataset.beginMixed, Math.min(SITTING, sittings.met.length * 2));
  return sittings;
}

const keyOf = ({ topic: { kind, id } }: Standing): string => `${kind}/${id}`;

const questionsIn = (standings: readonly Standing[]): string[] =>
  standings.flatMap(({ topic }) => (topic.kind === 'questions' ? [topic.id] : []));

/** Also moves them, so that reading order is the order of the queue. */
function showRows(section: HTMLElement, due: readonly Due[]): void {
  const list = section.querySelector('ol');
  const rows = [...section.querySelectorAll<HTMLElement>('[data-topic]')];
  for (const row of rows) row.hidden = true;
  for (const standing of due) {
    const row = rows.find(({ dataset }) => dataset.topic === keyOf(standing));
    const note = row?.querySelector('[data-note]');
    if (!row || !note) continue;
    const { sure, unsure } = section.dataset;
    note.textContent = (standing.missed === 'sure' ? sure : standing.missed && unsure) ?? '';
    row.hidden = false;
    list?.append(row);
  }
}

function saidOf(texts: DOMStringMap, due: readonly Due[], next: Due | undefined): string {
  if (due.length > 0) return filled(texts.count, { n: due.length });
  return (next === undefined ? texts.nothing : texts.none) ?? '';
}

function showNext(section: HTMLElement, next: Due | undefined): void {
  const line = section.querySelector<HTMLElement>('p[data-next]');
  const row = next && section.querySelector<HTMLElement>(`[data-topic="${keyOf(next)}"] [data-title]`);
  line?.toggleAttribute('hidden', !row);
  if (!line || !row) return;
  const when = new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: 'full' });
  line.textContent = filled(section.dataset.next, {
    topic: row.textContent.trim(),
    when: when.format(next.at),
  });
}

function showButton(section: HTMLElement, which: string, text: string | undefined, count: number): void {
  const button = section.querySelector<HTMLButtonElement>(`[data-begin="${which}"]`);
  if (button === null) return;
  button.hidden = count === 0;
  button.textContent = filled(text, { count });
}

/** Some of them in any order; each twice where there are few, so that a sitting has some length. */
function sitting(topics: readonly string[]): string[] {
  const rest = [...topics, ...topics.slice(0, Math.max(0, SITTING - topics.length))];
  const count = Math.min(SITTING, rest.length);
  return Array.from({ length: count }, () => rest.splice(Math.floor(Math.random() * rest.length), 1)).flat();
}
