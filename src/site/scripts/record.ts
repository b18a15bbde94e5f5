/** The learner's record on this page. */
import { type PageRecord, pageRecord } from '#record/page';
import { BASE } from '../data/paths.ts';

export const theRecord = (): Promise<PageRecord> => pageRecord(BASE);

/** Draws at once, and again whenever something has happened, in another tab too. */
export async function drawFromRecord(draw: (record: PageRecord) => void): Promise<void> {
  const record = await theRecord();
  const again = (): void => draw(record);
  again();
  record.onChange(again);
}
