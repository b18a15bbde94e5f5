/**
 * What stands behind this page, asked only when it matters: on a press, or near an exercise. A static
 * host answers with `public/api/status`, because a 404 would be an error on the reader's console.
 */
export type Behind = 'live' | 'no-sandbox' | 'no-server';

export async function whatIsBehind(base: string): Promise<Behind> {
  try {
    const answer = await fetch(`${base}api/status`, { headers: { accept: 'application/json' } });
    // A static host may answer everything with a page, which is no JSON and throws here.
    const status = answer.ok ? ((await answer.json()) as { live: boolean; server?: false }) : undefined;
    if (status === undefined || status.server === false) return 'no-server';
    return status.live ? 'live' : 'no-sandbox';
  } catch {
    return 'no-server';
  }
}
