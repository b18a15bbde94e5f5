/** content/errata.yaml: no wrong claim of the notes is left standing, and a proof is one press away. */
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { read } from './files.ts';
import { built, rows } from './seed-rows.ts';

type Erratum = { id: string; lesson: string; corrects?: string[] };
const errata = parse(read('content/errata.yaml')) as Erratum[];
const corrected = errata.flatMap(({ corrects = [] }) => corrects);

/** Imprecise, and no run can show it: the lesson says in words what is right. */
const IN_WORDS: Record<string, string> = {
  'S1-02': 'history: create-a-socket tells of 4.2BSD',
  'S1-03': 'history: create-a-socket tells of POSIX',
  'S1-06': 'pipes and shared memory are not in the course',
  'S1-29': 'write() is another name of send()',
  'S2-05': 'a slogan, which create-a-socket explains',
  'S3-64': 'shadowing, which echo-once points out in the program itself',
};

test('every claim that is wrong or imprecise, and whose lesson is built, is corrected', () => {
  const due = rows.filter(
    ({ verdict, lessons }) =>
      (verdict === 'W' || verdict === 'I') && lessons.some(lesson => built.includes(lesson)),
  );
  expect(due.length).toBeGreaterThan(50);
  const open = due.filter(({ id }) => !corrected.includes(id) && !(id in IN_WORDS));
  expect(open.map(({ id }) => id)).toEqual([]);
});

test('what an erratum corrects is a row, and not one that is right', () => {
  const verdicts = new Map(rows.map(({ id, verdict }) => [id, verdict]));
  for (const id of [...corrected, ...Object.keys(IN_WORDS)]) expect('WI', id).toContain(verdicts.get(id));
  expect(Object.keys(IN_WORDS).filter(id => corrected.includes(id))).toEqual([]);
});

test('errata stand in the order of the course, each under a name of its own', () => {
  const places = errata.map(({ lesson }) => built.indexOf(lesson));
  expect(places).toEqual(places.toSorted((one, other) => one - other));
  expect(new Set(errata.map(({ id }) => id)).size).toBe(errata.length);
});
