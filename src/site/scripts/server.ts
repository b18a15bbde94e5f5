/**
 * What stands behind this page, asked only when it matters: on a press, or near an exercise. A static
 * host answers with `public/api/status`, because a 404 would be an error on the reader's console.
 */
import type { PlainBecause } from '#protocol/messages';

export type Behind = 'live' | 'no-sandbox' | 'no-server';
/** `only-plain`: there are plain boxes, and it needs a full one. `plain`: it would run in a plain one, and why. */
export type BehindLab = { behind: Behind | 'only-plain'; plain: PlainBecause | null };

type Status = { live: boolean; server?: false; plain?: PlainBecause | null };

export async function whatIsBehind(base: string): Promise<Behind> {
  return behindOf(await statusOf(base));
}

/** Whether this lab can be run. Without full boxes it may yet be one for which a plain one will do. */
export async function whatIsBehindLab(base: string, lab: string, whatIf: string | null): Promise<BehindLab> {
  const status = await statusOf(base);
  if (!status.plain) return { behind: behindOf(status), plain: null };
  return (await import('#lab/fits-plain')).runInPlainBox(status.plain, base, lab, whatIf);
}

const behindOf = ({ live, server }: Status): Behind =>
  live ? 'live' : server === false ? 'no-server' : 'no-sandbox';

async function statusOf(base: string): Promise<Status> {
  try {
    const answer = await fetch(`${base}api/status`, { headers: { accept: 'application/json' } });
    // A static host may answer everything with a page, which is no JSON and throws here.
    if (answer.ok) return (await answer.json()) as Status;
  } catch {
    // as if it had said so
  }
  return { live: false, server: false };
}
