/**
 * The golden traces: each lab and what-if is run anew and compared with its recording in what must
 * not vary: what each program did, what each link carried in each direction, and what each move led
 * to. Never a total order, and only settled socket states.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { labFolder, labNames, loadLab, loadScene } from '#driver/scenes';
import { recordWalk } from '#driver/walk';
import { TraceEvent } from '#protocol/events';
import { recordingName } from '#protocol/recording';
import { outcomeOf } from '#trace/probes';
import { answerTo, claimsOf } from '../site/claims.ts';
import { labsOf, lessons } from '../site/lesson-text.ts';
import { digest, raceDigest } from './digest.ts';

const scenes = (await labNames()).flatMap(lab =>
  [null, ...loadLab(lab).whatIfs.map(each => each.id)].map(whatIf => ({ lab, whatIf })),
);

/** A place of a slider before whose first place the question stands that holds for all of them. */
function isAlikeAsked(lab: string, whatIf: string | null): boolean {
  const places = loadLab(lab).slider?.whatIfs ?? [];
  const isAsked = (place: string): boolean => loadScene(lab, place).predictions.length > 0;
  return whatIf !== null && places.includes(whatIf) && places.some(isAsked);
}

/** What lessons say in numbers of a lab or a what-if. */
const claims = lessons.flatMap(lesson =>
  claimsOf(lesson).runs.map(claim => ({ ...claim, lab: claim.lab ?? labsOf(lesson)[0] ?? '' })),
);

describe.each(scenes)('recording of $lab, what-if $whatIf', ({ lab, whatIf }) => {
  const file = join(labFolder(lab), recordingName(whatIf));
  const recorded = readFileSync(file, 'utf8')
    .trimEnd()
    .split('\n')
    .map(line => TraceEvent.parse(JSON.parse(line)));

  const { predictions, panes } = loadScene(lab, whatIf);
  const summed = panes.includes('race') ? raceDigest : digest;

  test('a new run does the same, answers every question alike, and shows what the lesson says of it', {
    timeout: 60_000,
    // The gate runs every walk anew; `npm run prove` every what-if as well.
    tags: whatIf === null ? [] : ['prove'],
  }, async () => {
    const fresh = await recordWalk(lab, whatIf);
    expect(summed(fresh), `if this is meant: npm run record -- ${lab}`).toEqual(summed(recorded));
    const first = fresh.find(event => event.type === 'move');
    expect(first?.at, 'something real has happened within 30 s').toBeLessThan(30e9);
    for (const asked of predictions)
      expect(outcomeOf(asked, fresh)?.value, asked.id).toBe(outcomeOf(asked, recorded)?.value);
    for (const claim of claims)
      if (claim.lab === lab && (claim.whatIf ?? null) === whatIf)
        expect(String(answerTo(claim, fresh)), claim.says.en).toBe(String(claim.is));
  });

  test('a question comes first, and to every question there is an answer that a reader can give', () => {
    expect(isAlikeAsked(lab, whatIf) || predictions.length > 0).toBe(true);
    for (const asked of predictions) {
      const value = outcomeOf(asked, recorded)?.value;
      if (asked.kind === 'number') expect(value, asked.id).toMatch(/^\d+$/);
      else expect(asked.options, asked.id).toContain(value);
    }
  });

  test('every move of the walk is in it', () => {
    const lab_ = loadLab(lab);
    const walk = lab_.whatIfs.find(each => each.id === whatIf)?.walk ?? lab_.walk;
    expect(recorded.flatMap(event => (event.type === 'move' ? [event.move] : []))).toEqual(
      walk.map(move => move.id),
    );
  });
});
