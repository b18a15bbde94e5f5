/** The picture of slips: those that were made, with bars, the remaining ones first. */
import { OVERCOME, remains, type Slip, slipsOf } from '#record/slips';
import { filled } from './filled.ts';
import { drawFromRecord } from './record.ts';

/** @param practise asks about one slip of a topic */
export function startDrillSlips(page: HTMLElement, practise: (topic: string, slip: string) => void): void {
  const section = page.querySelector<HTMLElement>('[data-drill-slips]');
  const table = section?.querySelector('table');
  const body = table?.querySelector('tbody');
  if (!section || !table || !body) return;
  for (const button of table.querySelectorAll<HTMLButtonElement>('[data-practise]')) {
    const [topic = '', slip = ''] = (button.dataset.practise ?? '').split('/');
    button.addEventListener('click', () => practise(topic, slip));
  }
  const rows = new Map([...body.rows].map(row => [row.dataset.slip ?? '', row]));
  void drawFromRecord(({ history }) => {
    const slips = slipsOf(history).filter(slip => rows.has(keyOf(slip)));
    const ordered = [...slips.filter(remains), ...slips.filter(slip => !remains(slip))];
    const most = Math.max(1, ...slips.map(({ made }) => made));
    section.querySelector('[data-none]')?.toggleAttribute('hidden', slips.length > 0);
    table.hidden = slips.length === 0;
    for (const row of rows.values()) row.hidden = true;
    for (const slip of ordered) {
      const row = rows.get(keyOf(slip));
      if (row) draw(row, slip, most);
    }
    reorder(
      body,
      ordered.flatMap(slip => rows.get(keyOf(slip)) ?? []),
    );
  });
}

const keyOf = ({ topic, slip }: Slip): string => `${topic}/${slip}`;

function draw(row: HTMLTableRowElement, slip: Slip, most: number): void {
  row.hidden = false;
  row.dataset.remains = String(remains(slip));
  const made = row.querySelector<HTMLElement>('[data-made]');
  if (made) {
    made.textContent = String(slip.made);
    made.style.setProperty('--part', String(slip.made / most));
  }
  const since = row.querySelector<HTMLElement>('[data-since]');
  if (since)
    since.textContent = remains(slip)
      ? filled(since.dataset.since, { n: slip.avoided, total: OVERCOME })
      : (since.dataset.overcome ?? '');
}

/** What stands in its place stays: a row that is moved loses the focus that is in it. */
function reorder(body: HTMLTableSectionElement, rows: readonly HTMLTableRowElement[]): void {
  rows.forEach((row, at) => {
    if (body.rows[at] !== row) body.insertBefore(row, body.rows[at] ?? null);
  });
}
