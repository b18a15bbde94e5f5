/** Errors are shown on purpose and repaired. Where a lesson says "Mend it", the program so edited does what it failed to do (tests/site/claims). */
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openBox } from '#driver/open';
import { labFolder, loadLab, loadScene } from '#driver/scenes';
import { createWalk, MoveStuck, startPaused } from '#driver/walk';
import type { TraceEvent } from '#protocol/events';
import type { Scene } from '#protocol/lab';
import { recordingName } from '#protocol/recording';
import { withEdits } from '#protocol/scene';
import { probe } from '#trace/probes';
import { claimsOf } from '../site/claims.ts';
import { labsOf, lessons } from '../site/lesson-text.ts';
import { readRecording } from '../trace/recordings.ts';

const mends = lessons.flatMap(lesson =>
  claimsOf(lesson).mends.map(mend => ({
    lesson,
    ...mend,
    lab: mend.lab ?? labsOf(lesson)[0] ?? '',
    whatIf: mend.whatIf ?? null,
  })),
);

/** Walks to the end of the move; without one to where the walk ends, or cannot go on. */
async function walked(scene: Scene, to: string | undefined): Promise<readonly TraceEvent[]> {
  await using box = await openBox(scene);
  await startPaused(box, scene);
  const walk = createWalk(box, scene, { unattended: true });
  for (;;) {
    const move = await walk.next().catch((error: unknown) => {
      if (to !== undefined || !(error instanceof MoveStuck)) throw error;
      return null;
    });
    if (move !== to && move !== null) continue;
    await box.settled(); // the tables of a program that has just ended are still to be read
    return [...box.trace];
  }
}

test.each(lessons)('in a what-if of %s a call fails on purpose, and the kernel says why', lesson => {
  const [lab = ''] = labsOf(lesson);
  const errnos = loadLab(lab).whatIfs.flatMap(({ id }) =>
    readRecording(join(labFolder(lab), recordingName(id))).flatMap(event =>
      event.type === 'return' && event.errno !== null ? [event.errno] : [],
    ),
  );
  expect(errnos.length).toBeGreaterThan(0);
});

describe.each(mends)('$lab, what-if $whatIf', mend => {
  const scene = loadScene(mend.lab, mend.whatIf);
  const source = scene.programs.find(({ name }) => name === mend.program)?.source ?? '';

  test('mended, the program does it', async () => {
    expect(source).toContain(mend.over);
    const edited = withEdits(scene, { [mend.program]: source.replaceAll(mend.over, mend.write) });
    const trace = await walked(edited, mend.at);
    expect(String(probe(mend.probe, trace, trace.length))).toBe(String(mend.is));
  });
});
