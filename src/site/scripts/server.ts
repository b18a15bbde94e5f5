/**
 * What stands behind this page, asked only when it matters: on a press, or near an exercise. A static
 * host answers with `public/api/status`, because a 404 would be an error on the reader's console.
 */
import type { PlainBecause } from '#protocol/messages';

export type Behind = 'live' | 'no-sandbox' | 'no-server';

/** `plain`: without full boxes, why labs that fit would run in a plain one; where there are such. */
type Status = { behind: Behind; plain?: PlainBecause | null | undefined };

export async function whatIsBehind(base: string): Promise<Behind> {
  return (await statusOf(base)).behind;
}

export async function statusOf(base: string): Promise<Status> {
  try {
    const answer = await fetch(`${base}api/status`);
    // A static host may answer everything with a page, which is no JSON and throws here.
    const { live, server, plain } = (await answer.json()) as Omit<Status, 'behind'> & {
      live: boolean;
      server?: false;
    };
    if (answer.ok && server !== false) return { behind: live ? 'live' : 'no-sandbox', plain };
  } catch {
    // as if it had said so
  }
  return { behind: 'no-server' };
}
