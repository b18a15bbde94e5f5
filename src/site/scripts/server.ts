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
  const status = await statusOf(base);
  if (status === undefined || status.server === false) return 'no-server';
  return status.live ? 'live' : 'no-sandbox';
}

/** Whether this lab can be run. Without full boxes it may yet be one for which a plain one will do. */
export async function whatIsBehindLab(base: string, lab: string, whatIf: string | null): Promise<BehindLab> {
  const status = await statusOf(base);
  if (status === undefined || status.server === false) return { behind: 'no-server', plain: null };
  if (status.live) return { behind: 'live', plain: null };
  const { plain = null } = status;
  if (plain === null) return { behind: 'no-sandbox', plain };
  return (await fitsPlain(base, lab, whatIf))
    ? { behind: 'live', plain }
    : { behind: 'only-plain', plain: null };
}

async function statusOf(base: string): Promise<Status | undefined> {
  try {
    const answer = await fetch(`${base}api/status`, { headers: { accept: 'application/json' } });
    // A static host may answer everything with a page, which is no JSON and throws here.
    return answer.ok ? ((await answer.json()) as Status) : undefined;
  } catch {
    return undefined;
  }
}

async function fitsPlain(base: string, lab: string, whatIf: string | null): Promise<boolean> {
  const [{ fetchScene }, { fitsPlainBox }] = await Promise.all([
    import('#lab/scene-file'),
    import('#protocol/plain-box'),
  ]);
  const scene = await fetchScene(base, lab, whatIf).catch(() => null);
  return scene !== null && fitsPlainBox(scene);
}
