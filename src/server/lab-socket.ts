/** The lab socket with the real driver and grader behind it: for the server and for `astro dev`. */
import type { Server } from 'node:http';
import { canOpenBoxes, canOpenPlainBoxes, openBox, openPlainBox } from '#driver/open';
import { loadScene, setupScene } from '#driver/scenes';
import { createWalk } from '#driver/walk';
import { loadExercise } from '#grader/exercises';
import { createGrader } from '#grader/grade';
import type { PlainBecause } from '#protocol/messages';
import type { PlainUse } from './environment.ts';
import type { Availability, Parts } from './parts.ts';
import { type LabSocket, type LabSocketOptions, serveLabs } from './upgrade.ts';

export type BoxUse = {
  plain: PlainUse;
  /** what the doctor has found, if it was asked */
  doctor?: { why: string; cure: string | null } | undefined;
};

export function partsFor(use: BoxUse): Parts {
  return {
    canOpenBoxes: () => availability(use),
    loadScene,
    setupScene,
    openBox: (scene, { signal, plain }) =>
      plain ? openPlainBox(scene, { signal }) : openBox(scene, { signal }),
    createWalk,
    loadExercise,
    createGrader,
  };
}

async function availability({ plain, doctor }: BoxUse): Promise<Availability> {
  const full = plain === 'only' ? { live: false, why: 'BOX=plain' } : await canOpenBoxes();
  if (full.live || plain === 'never') return full;
  if (!(await canOpenPlainBoxes()).live) return { ...full, plain: null };
  return { ...full, plain: plain === 'only' ? ASKED : { why: full.why, cure: null, ...doctor } };
}

const ASKED: PlainBecause = { why: null, cure: null };

/** Full boxes or none. */
export const realParts = partsFor({ plain: 'never' });

/** Whoever attaches it closes it: that closes every box. */
export function attachLabSocket(server: Server, options: LabSocketOptions, parts = realParts): LabSocket {
  return serveLabs(server, parts, options);
}
