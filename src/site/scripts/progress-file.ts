/** The record is saved as a file, added to from one, and forgotten (components/ProgressFile.astro). */
import type { Schema } from '#protocol/shape';
import { recordText } from '#record/record-text';
import { BASE } from '../data/paths.ts';
import { filled } from './filled.ts';
import { theRecord } from './record.ts';
import { saveFile, today } from './save-file.ts';

export function startProgressFile(page: HTMLElement): void {
  const section = page.querySelector<HTMLElement>('[data-progress-file]');
  const input = section?.querySelector<HTMLInputElement>('input[type=file]');
  const ask = section?.querySelector('dialog');
  const said = section?.querySelector('[data-said]');
  if (!section || !input || !ask || !said) return;
  const texts = section.dataset;

  /** What comes of it is said; a failure, too. */
  const attempt = async (work: () => Promise<string>): Promise<void> => {
    said.textContent = await work().catch(error => told(error, texts));
  };
  const hear = (selector: string, listener: () => void): void =>
    section.querySelector(selector)?.addEventListener('click', listener);

  hear('[data-export]', () => void attempt(() => exportRecord(texts)));
  hear('[data-import]', () => input.click());
  input.addEventListener('change', () => {
    const file = input.files?.[0];
    // The same file may be chosen again.
    input.value = '';
    if (file !== undefined) void attempt(async () => importRecord(await file.text(), texts));
  });
  hear('[data-forget]', () => {
    ask.returnValue = '';
    ask.showModal();
  });
  ask.addEventListener('close', () => {
    if (ask.returnValue === 'yes') void attempt(() => forgetRecord(texts));
  });
}

async function exportRecord(texts: DOMStringMap): Promise<string> {
  const record = await theRecord();
  const name = `sockscope-record-${today()}.json`;
  saveFile(name, recordText(await record.entries()), 'application/json');
  return filled(texts.exported, { name });
}

async function importRecord(text: string, texts: DOMStringMap): Promise<string> {
  const [record, { importInto }, { misfitOf }, format] = await Promise.all([
    theRecord(),
    import('#record/record-file'),
    import('#protocol/shape'),
    fetch(`${BASE}record-format.json`).then(answer => answer.json() as Promise<Schema>),
  ]);
  const misfitIn = (file: unknown) => misfitOf(format, file)?.path ?? null;
  const n = await record.change(kept => importInto(kept, text, misfitIn));
  return filled(n === 0 ? texts.importedNone : texts.imported, { n });
}

async function forgetRecord(texts: DOMStringMap): Promise<string> {
  const record = await theRecord();
  await record.change(kept => kept.forget());
  return filled(texts.forgotten, {});
}

function told(error: unknown, texts: DOMStringMap): string {
  const refusals = JSON.parse(texts.refused ?? '{}') as Record<string, string>;
  if (error instanceof Error && 'code' in error && 'where' in error) {
    const refusal = refusals[String(error.code)];
    if (refusal !== undefined) return filled(refusal, { where: String(error.where) });
  }
  return filled(texts.failed, { why: error instanceof Error ? error.message : String(error) });
}
