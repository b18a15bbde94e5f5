/**
 * No number stands on a page that nobody has seen: it is given to a program of the lesson's labs, or a run
 * shows it (claims/<lesson>.yaml, asked of fresh runs in tests/sandbox/recordings.test.ts), or it is
 * written down elsewhere, and the claims say where.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { labFolder, loadLab, loadScene } from '#driver/scenes';
import { claimsOf } from './claims.ts';
import { type Locale, labsOf, lessons, readable, sourceOf } from './lesson-text.ts';

const LOCALES: readonly Locale[] = ['en', 'ko'];
const NUMBER = /(?<![\w.,])\d[\d.,_]*/g;

/** "100,000", "100_000" and 100000 are one number; a full stop may end a sentence. */
const numbersIn = (text: string): string[] =>
  (text.match(NUMBER) ?? []).map(found => found.replace(/[.,_]+$/, '').replace(/[,_](?=\d{3})/g, ''));

/** Numbers that an author has given to the programs, the network or the walk of a lab. */
function given(lab: string): string[] {
  const folder = labFolder(lab);
  const files = readdirSync(folder).filter(name => /\.(py|yaml)$/.test(name));
  const networks = [null, ...loadLab(lab).whatIfs.map(({ id }) => id)].map(id => loadScene(lab, id).network);
  const texts = [...files.map(name => readFileSync(`${folder}/${name}`, 'utf8')), JSON.stringify(networks)];
  return texts.flatMap(numbersIn);
}

describe.each(lessons)('lesson %s', lesson => {
  const claims = claimsOf(lesson);
  const known = new Set([...labsOf(lesson).flatMap(given), ...claims.given.map(({ number }) => number)]);

  test.each(LOCALES)('has no number without a run or a reason (%s)', locale => {
    const said = claims.runs.map(({ says }) => says[locale]);
    const text = readable(sourceOf(lesson, locale));
    for (const claim of said) expect(text, 'a claim that the page does not make').toContain(claim);
    const rest = said.reduce((left, claim) => left.replaceAll(claim, ' '), text);
    const open = numbersIn(rest).filter(number => !known.has(number));
    expect(open, `add them to tests/site/claims/${lesson}.yaml`).toEqual([]);
  });

  test('keeps no reason for a number that it does not say', () => {
    const said = LOCALES.flatMap(locale => numbersIn(readable(sourceOf(lesson, locale))));
    expect(claims.given.map(({ number }) => number).filter(number => !said.includes(number))).toEqual([]);
  });
});
