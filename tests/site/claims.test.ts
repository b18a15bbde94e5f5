/**
 * No number stands on a page that nobody has seen: it is given to a program of the lesson's labs, or a run
 * shows it (claims/<lesson>.yaml, asked of fresh runs in tests/sandbox/recordings.test.ts), or it is
 * written down elsewhere, and the claims say where.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { labFolder, loadLab, loadScene } from '#driver/scenes';
import { exerciseIds, loadExercise } from '#grader/exercises';
import { claimsOf, givenInExercises } from './claims.ts';
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

/** All texts of a piece of YAML, however deep. */
const textsIn = (value: unknown): string[] =>
  typeof value === 'string'
    ? [value]
    : value !== null && typeof value === 'object'
      ? Object.values(value).flatMap(textsIn)
      : [];

/** Numbers that a lesson's labs have or its claims answer for; none of a lesson yet to be written. */
function saidBy(lesson: string): string[] {
  if (!lessons.includes(lesson)) return [];
  const { runs, given: reasons } = claimsOf(lesson);
  const claimed = runs.flatMap(({ says, is }) => numbersIn(`${says.en} ${says.ko} ${is}`));
  return [...labsOf(lesson).flatMap(given), ...claimed, ...reasons.map(({ number }) => number)];
}

describe.each(exerciseIds())('exercise %s', id => {
  const { spec, folder } = loadExercise(id);
  const { title, task, checks, causes, hints, explanation, network, lesson } = spec;
  const said = textsIn({ title, task, checks, causes, hints, explanation }).flatMap(numbersIn);
  const reasons = (givenInExercises()[id] ?? []).map(({ number }) => number);
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  // What is in its files is run: starter, solution, each wrong one and the checks, by `check -- --all`.
  const own = files
    .filter(name => /\.(py|ts)$/.test(name))
    .map(name => readFileSync(`${folder}/${name}`, 'utf8'));
  const known = new Set([...[...own, JSON.stringify(network)].flatMap(numbersIn), ...saidBy(lesson)]);

  test('has no number without a run or a reason, and no reason too many', () => {
    const open = new Set(said.filter(number => !known.has(number)));
    expect([...open].sort(), 'add them to tests/site/claims/exercises.yaml').toEqual(reasons.toSorted());
  });
});

type Erratum = { id: string; right: unknown; sources: readonly string[]; lesson: string };
const errata: Erratum[] = parse(readFileSync('content/errata.yaml', 'utf8'));

test.each(errata)('erratum $id has no number that its lesson or its source has not', erratum => {
  const known = new Set([...saidBy(erratum.lesson), ...erratum.sources.flatMap(numbersIn)]);
  expect(
    textsIn(erratum.right)
      .flatMap(numbersIn)
      .filter(number => !known.has(number)),
  ).toEqual([]);
});
