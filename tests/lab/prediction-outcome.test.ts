import { expect, test } from 'vitest';
import { loadScene } from '#driver/scenes';
import en from '../../content/ui/en.json' with { type: 'json' };
import ko from '../../content/ui/ko.json' with { type: 'json' };
import type { Answer } from '../../src/lab/answers.ts';
import { type Outcome, outcomeOf, outcomeTexts, toExplain } from '../../src/lab/prediction-outcome.ts';
import { type Locale, wordsFrom } from '../../src/lab/words.ts';
import { golden, goldenMoves, goldenUpTo } from './golden.ts';

const scene = { lab: 'echo-once', whatIf: null };
const spec = loadScene('echo-once', null).predictions.find(({ id }) => id === 'accepted-state');

function shown(trace = golden, moves: readonly string[] = goldenMoves): Outcome | undefined {
  if (spec === undefined) throw new Error('the lab asks that no more');
  return outcomeOf(spec, { ...scene, trace, moves, plain: false });
}

function told(answer: Answer, locale: Locale = 'en') {
  const outcome = shown();
  if (outcome === undefined) throw new Error('the run has not come so far');
  const words = wordsFrom(locale, locale === 'en' ? en : ko);
  return { ...outcomeTexts(answer, outcome, value => value, words), explains: toExplain(answer, outcome) };
}

test('a run answers when it has come to the move at which it is asked, and not before', () => {
  const asked = goldenUpTo('client-close');
  expect(shown(asked, ['client-close'])).toBeUndefined();
  expect(shown()?.value).toBe('CLOSE-WAIT');
});

test('whoever was right is told why; whoever was wrong is told that, and what is wrong with the answer', () => {
  expect(told({ kind: 'committed', value: 'CLOSE-WAIT' })).toMatchObject({
    verdict: 'You said: CLOSE-WAIT. The run shows the same: right.',
    explains: ['CLOSE-WAIT', 'right'],
  });
  expect(told({ kind: 'committed', value: 'TIME-WAIT' })).toMatchObject({
    verdict: 'You said: TIME-WAIT. The run shows: CLOSE-WAIT. Not this time.',
    explains: ['TIME-WAIT', 'wrong', 'CLOSE-WAIT'],
  });
  expect(told({ kind: 'skipped' })).toMatchObject({ explains: ['CLOSE-WAIT'] });
});

test('the event that shows it is told in the reader’s language', () => {
  const answer = { kind: 'committed', value: 'CLOSED' } as const;
  expect(told(answer).shown).toMatch(/^In the run: server: TCP .* is now CLOSE-WAIT\.$/);
  expect(told(answer, 'ko').shown).toMatch(/^실행에서: server: TCP .* → CLOSE-WAIT\.$/);
});

test('how sure the reader was is told only where the run says something else', () => {
  const sureness = (value: string, isSure?: boolean) =>
    told({ kind: 'committed', value, ...(isSure !== undefined && { isSure }) }).sureness;
  expect(sureness('CLOSE-WAIT', false)).toBe('You were not sure, and right.');
  expect(sureness('CLOSED', true)).toBe('You were sure: this one is worth a second look.');
  for (const [value, isSure] of [
    ['CLOSE-WAIT', true],
    ['CLOSED', false],
    ['CLOSED', undefined],
  ] as const)
    expect(sureness(value, isSure)).toBe('');
});
