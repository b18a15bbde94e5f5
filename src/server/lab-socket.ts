/** The lab socket with the real driver and grader behind it: for the server and for `astro dev`. */
import type { Server } from 'node:http';
import { canOpenBoxes, openBox } from '#driver/open';
import { loadScene, setupScene } from '#driver/scenes';
import { createWalk } from '#driver/walk';
import { loadExercise } from '#grader/exercises';
import { createGrader } from '#grader/grade';
import type { Parts } from './parts.ts';
import { type LabSocket, type LabSocketOptions, serveLabs } from './upgrade.ts';

export const realParts: Parts = {
  canOpenBoxes,
  loadScene,
  setupScene,
  openBox,
  createWalk,
  loadExercise,
  createGrader,
};

/** Whoever attaches it closes it: that closes every box. */
export function attachLabSocket(server: Server, options: LabSocketOptions): LabSocket {
  return serveLabs(server, realParts, options);
}
