/**
 * The golden traces: each lab and what-if is run anew and compared with its recording in what must
 * not vary: what each program did, what each link carried in each direction, and what each move led
 * to. Never a total order, and only settled socket states.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { labFolder, labNames, loadLab } from '#driver/scenes';
import { recordWalk } from '#driver/walk';
import { TraceEvent } from '#protocol/events';
import { recordingName } from '#protocol/recording';
import { digest } from './digest.ts';

const scenes = (await labNames()).flatMap(lab =>
  [null, ...loadLab(lab).whatIfs.map(each => each.id)].map(whatIf => ({ lab, whatIf })),
);

describe.each(scenes)('recording of $lab, what-if $whatIf', ({ lab, whatIf }) => {
  const file = join(labFolder(lab), recordingName(whatIf));
  const recorded = readFileSync(file, 'utf8')
    .trimEnd()
    .split('\n')
    .map(line => TraceEvent.parse(JSON.parse(line)));

  test('a new run does the same', { timeout: 60_000 }, async () => {
    const fresh = await recordWalk(lab, whatIf);
    expect(digest(fresh), `if this is meant: npm run record -- ${lab}`).toEqual(digest(recorded));
  });

  test('every move of the walk is in it', () => {
    const lab_ = loadLab(lab);
    const walk = lab_.whatIfs.find(each => each.id === whatIf)?.walk ?? lab_.walk;
    expect(recorded.flatMap(event => (event.type === 'move' ? [event.move] : []))).toEqual(
      walk.map(move => move.id),
    );
  });
});
