/** What stands behind this page. Asked on a press only: a static page stays quiet. */
export type Behind = 'live' | 'no-sandbox' | 'no-server';

export async function whatIsBehind(base: string): Promise<Behind> {
  try {
    const answer = await fetch(`${base}api/status`, { headers: { accept: 'application/json' } });
    // A static host may answer everything with a page, which is no JSON and throws here.
    const status = answer.ok ? ((await answer.json()) as { live: boolean }) : undefined;
    if (status === undefined) return 'no-server';
    return status.live ? 'live' : 'no-sandbox';
  } catch {
    return 'no-server';
  }
}
