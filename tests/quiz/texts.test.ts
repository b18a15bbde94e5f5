/** Everything a question may say is said in both languages, with every gap filled. */
import { expect, test } from 'vitest';
import type { Said } from '#quiz/question';
import { files, read } from '../repository/files.ts';
import { generators } from './questions.ts';

const en = JSON.parse(read('content/quiz/questions-en.json')) as Record<string, string>;
const ko = JSON.parse(read('content/quiz/questions-ko.json')) as Record<string, string>;

const gapsIn = (text = ''): string[] => [...text.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name).sort();

test('both languages have the same texts in alphabetical order, none of them empty, with the same gaps', () => {
  expect(Object.keys(en)).toEqual(Object.keys(en).toSorted());
  expect(Object.keys(ko)).toEqual(Object.keys(en));
  // A reason may stand in a number alone in one language; what it is about stands in both.
  const unlike = Object.keys(en).filter(key => !gapsIn(ko[key]).every(gap => gapsIn(en[key]).includes(gap)));
  expect(unlike).toEqual([]);
  expect(Object.entries({ ...en, ...ko }).filter(([, text]) => text.trim() === '')).toEqual([]);
});

/** All that is said, wherever it stands in a question or a judgement. */
function saidIn(thing: unknown): Said[] {
  if (typeof thing !== 'object' || thing === null) return [];
  const inside = Object.values(thing).flatMap(saidIn);
  return 'key' in thing && 'values' in thing ? [thing as Said, ...inside] : inside;
}

const told = [...generators.values()].flatMap(generator =>
  [null, ...generator.slips].flatMap(slip =>
    Array.from({ length: 60 }, (_, seed) => {
      const question = generator.question(seed, slip);
      const answers = [question.right, ...Object.values(question.mistakes)];
      return saidIn([question, answers.map(answer => question.judge(answer))]);
    }).flat(),
  ),
);

test('what questions and judgements say is there, and every gap of it is filled', () => {
  const open = told.flatMap(({ key, values }) =>
    [...new Set([...gapsIn(en[key] ?? '{missing}'), ...gapsIn(ko[key])])]
      .filter(gap => !(gap in values))
      .map(gap => `${key}: ${gap}`),
  );
  expect([...new Set(open)]).toEqual([]);
});

test('every generator and every slip has its name, and every slip its reason', () => {
  const wanted = [...generators.values()].flatMap(({ id, slips }) => [
    `${id}.title`,
    `${id}.why`,
    ...slips.flatMap(slip => [`${id}.slip.${slip}`, `${id}.slip.${slip}.why`]),
  ]);
  expect(wanted.filter(key => !(key in en))).toEqual([]);
  expect(wanted.length).toBeGreaterThan(150);
});

test('no text is left over', () => {
  const sources = files('src/quiz', 'src/lab')
    .filter(path => /(^src\/quiz|\/quiz[-.])/.test(path))
    .map(read)
    .join('\n');
  const used = new Set(told.map(({ key }) => key));
  const isNamed = (key: string) =>
    used.has(key) || sources.includes(`'${key}'`) || /^ui\.(un)?sure$/.test(key);
  const isOfSlip = (key: string) => /\.(title|slip\..*)$/.test(key);
  const refusals = (key: string) => key.startsWith('refused.') && sources.includes(`'${key.slice(8)}'`);
  expect(Object.keys(en).filter(key => !isNamed(key) && !isOfSlip(key) && !refusals(key))).toEqual([]);
});
