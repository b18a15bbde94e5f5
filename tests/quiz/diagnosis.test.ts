/** Each wrong answer that a named wrong algorithm gives gets that name, and a question on that slip can be asked. */
import { describe, expect, test } from 'vitest';
import type { Answers, Question } from '#quiz/question';
import { generators } from './questions.ts';

const SEEDS = Array.from({ length: 60 }, (_, seed) => seed);

const wrongPart = ({ right }: Question, answers: Answers): Answers =>
  Object.fromEntries(Object.entries(answers).filter(([field, value]) => right[field] !== value));

const nameOf = (question: Question, answers: Answers): string | null => {
  const judgement = question.judge(answers);
  if (judgement.kind !== 'wrong')
    throw new Error(`${question.generator} ${question.seed}: ${judgement.kind}`);
  return judgement.slip;
};

describe.each([...generators])('%s', (_, generator) => {
  test('the right answer is right, and no named mistake is', () => {
    for (const seed of SEEDS) {
      const question = generator.question(seed);
      expect(question.judge(question.right)).toMatchObject({ kind: 'right' });
      for (const mistake of Object.values(question.mistakes))
        expect(question.judge(mistake)).toMatchObject({
          kind: 'wrong',
          right: question.right,
          // Of a plan other parts may be wrong than those that differ from ours.
          ...(generator.id !== 'vlsm' && { wrong: Object.keys(wrongPart(question, mistake)) }),
        });
    }
  });

  test('each mistake is called by its name, or by that of another one that answers the same', () => {
    for (const seed of SEEDS) {
      const question = generator.question(seed);
      for (const mistake of Object.values(question.mistakes)) {
        const named = nameOf(question, mistake) ?? 'nobody';
        expect(wrongPart(question, question.mistakes[named] ?? {}), named).toMatchObject(
          wrongPart(question, mistake),
        );
      }
    }
  });

  test('a question on a slip is one in which it is wrong, and mostly one in which it alone answers so', () => {
    const computed = generator.slips.filter(slip => generator.question(0, slip).slip === slip);
    expect(computed.length).toBeGreaterThan(2);
    for (const slip of computed) {
      const names = SEEDS.map(seed => {
        const question = generator.question(seed, slip);
        return nameOf(question, question.mistakes[slip] ?? question.right);
      });
      expect(names.filter(name => name === slip).length, slip).toBeGreaterThan(SEEDS.length / 2);
    }
  });

  test('an answer that nothing we know gives is wrong without a name, and one left empty is no answer', () => {
    const question = generator.question(1);
    const [field] = question.fields;
    expect(question.judge({})).toMatchObject({ kind: 'refused', field: field?.id });
  });

  test('a seed gives the same question again, another seed another one', () => {
    const asked = SEEDS.map(seed => JSON.stringify(generator.question(seed)));
    expect(SEEDS.map(seed => JSON.stringify(generator.question(seed)))).toEqual(asked);
    const others = asked.map(text => text.replace(/"seed":\d+/, ''));
    expect(new Set(others).size).toBeGreaterThan(10);
  });
});

describe('a plan of subnets', () => {
  const generator = generators.get('vlsm');
  const solvable = SEEDS.map(seed => generator?.question(seed)).filter(each => each?.right.fits === 'yes');

  /** In each question the networks of the largest and of the smallest LAN. */
  const twoOf = ({ right }: Question) => {
    const nets = Object.keys(right).filter(field => field !== 'fits');
    const prefix = (field: string) => Number(right[field]?.split('/')[1]);
    const bySize = nets.toSorted((one, other) => prefix(one) - prefix(other));
    return { large: bySize[0] ?? '', small: bySize.at(-1) ?? '' };
  };
  const [question] = solvable.filter(each => {
    if (each === undefined) return false;
    const { large, small } = twoOf(each);
    return each.right[large]?.split('/')[1] !== each.right[small]?.split('/')[1];
  });
  if (question === undefined) throw new Error('no plan with two sizes');
  const { large, small } = twoOf(question);
  const [smallBase = '', smallPrefix] = (question.right[small] ?? '').split('/');
  const [largeBase = ''] = (question.right[large] ?? '').split('/');
  const judged = (change: Answers) => question.judge({ ...question.right, ...change });

  test('may be another one than ours: two subnets of one size may change places', () => {
    const twin = solvable.find(each => {
      const sizes = Object.values(each?.right ?? {}).map(net => net.split('/')[1]);
      return new Set(sizes).size < sizes.length;
    });
    const nets = Object.entries(twin?.right ?? {}).filter(([field]) => field !== 'fits');
    const [[one = '', first = ''] = [], [other = '', second = ''] = []] = nets.filter(([, net]) =>
      nets.some(([, same]) => same !== net && same.split('/')[1] === net.split('/')[1]),
    );
    expect(twin?.right[one]).not.toBe(second);
    expect(twin?.judge({ ...twin.right, [one]: second, [other]: first })).toMatchObject({ kind: 'right' });
  });

  test.each([
    ['overlap', `${largeBase}/${smallPrefix}`],
    ['unaligned', `${smallBase.replace(/\d+$/, last => String(Number(last) + 1))}/${smallPrefix}`],
    ['outside', `203.0.113.0/${smallPrefix}`],
    ['too-small', `${smallBase}/32`],
    ['one-too-large', `${largeBase}/${Number(smallPrefix) - 1}`],
  ])('%s is told by what is wrong with it', (slip, net) => {
    const judgement = judged({ [small]: net });
    expect(judgement).toMatchObject({ kind: 'wrong', slip });
  });

  test('that is not finished is wrong without a name', () => {
    expect(judged({ [small]: '' })).toMatchObject({ kind: 'wrong', wrong: [small], slip: null });
  });
});

test('what is rare comes as rarely as it should, and everything comes', () => {
  const many = Array.from({ length: 1500 }, (_, seed) => seed);
  const share = (id: 'net' | 'vlsm', isIt: (question: Question) => boolean): number =>
    many.filter(seed => isIt(generators.get(id)?.question(seed) as Question)).length / many.length;
  const isTiny = ({ ask }: Question) => /\/3[12]$/.test(String(ask.values.address));
  expect(share('net', isTiny)).toBeGreaterThan(0.05);
  expect(share('net', isTiny)).toBeLessThan(0.15);
  const isFull = ({ right }: Question) => right.fits === 'no';
  expect(share('vlsm', isFull)).toBeGreaterThan(0.1);
  expect(share('vlsm', isFull)).toBeLessThan(0.2);
  const masks = many.map(seed => generators.get('mask')?.question(seed).ask.values.prefix);
  expect(new Set(masks).size).toBe(33);
});
