/** Whether a plain box can hold a lab: asked of its scene, and only where there are no full ones. */
import type { PlainBecause } from '#protocol/messages';
import { fitsPlainBox } from '#protocol/plain-box';
import { fetchScene } from './scene-file.ts';

export type InPlainBox = { behind: 'live'; plain: PlainBecause } | { behind: 'only-plain'; plain: null };

/** It runs in a plain box, for this reason; or it needs a full one, as if its scene cannot be loaded. */
export async function runInPlainBox(
  plain: PlainBecause,
  base: string,
  lab: string,
  whatIf: string | null,
): Promise<InPlainBox> {
  const scene = await fetchScene(base, lab, whatIf).catch(() => null);
  return scene !== null && fitsPlainBox(scene)
    ? { behind: 'live', plain }
    : { behind: 'only-plain', plain: null };
}
