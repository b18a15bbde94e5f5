/** The learner's record on this page. Its code comes when the page stands. */
import type { PageRecord } from '#record/page';
import { BASE } from '../data/paths.ts';

export const theRecord = (): Promise<PageRecord> =>
  import('#record/page').then(({ pageRecord }) => pageRecord(BASE));

/** Draws at once, and again whenever something has happened, in another tab too. */
export async function drawFromRecord(draw: (record: PageRecord) => void): Promise<void> {
  const record = await theRecord();
  const again = (): void => draw(record);
  again();
  record.onChange(again);
}
