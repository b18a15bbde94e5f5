/** "I expected that because …": a line of the notebook under every answer of a lesson, kept as it is left. */
import { LONGEST_REASON } from '#protocol/record-format';
import { keyOf, type Question } from '#record/progress';
import { drawFromRecord, theRecord } from './record.ts';

export function startReasons(lesson: HTMLElement): void {
  for (const form of lesson.querySelectorAll<HTMLFormElement>('form[data-prediction]')) {
    const label = form.querySelector<HTMLElement>('[data-because]');
    const area = label?.querySelector('textarea');
    if (label && area) startReason(label, area, questionOf(form));
  }
}

const questionOf = ({ dataset: { lab = '', whatIf, prediction = '' } }: HTMLElement): Question => ({
  ...{ lab, prediction, whatIf: whatIf || null },
});

function startReason(label: HTMLElement, area: HTMLTextAreaElement, question: Question): void {
  const told = label.querySelector('[data-told]');
  keepReason(area, question, () => {
    if (told) told.textContent = label.dataset.kept ?? '';
  });
  void drawFromRecord(record => {
    label.hidden = record.answerTo(question)?.kind !== 'committed';
    if (label.hidden && told) told.textContent = '';
    showReason(area, record.progress.reasons.get(keyOf(question)) ?? '');
  });
}

/** What is typed is the reader's until they leave the field. */
export function showReason(area: HTMLTextAreaElement, because: string): void {
  if (document.activeElement !== area && area.value !== because) area.value = because;
}

/** @param kept called when a new line has been noted */
export function keepReason(area: HTMLTextAreaElement, question: Question, kept: () => void): void {
  area.addEventListener('change', async () => {
    const record = await theRecord();
    const because = area.value.trim().slice(0, LONGEST_REASON);
    if (because === (record.progress.reasons.get(keyOf(question)) ?? '')) return;
    void record.note({ type: 'reasoned', ...question, because });
    kept();
  });
}
