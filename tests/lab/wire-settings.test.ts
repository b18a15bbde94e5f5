import { describe, expect, test } from 'vitest';
import { freshImpairment } from '#protocol/scene';
import { Impairment, Rule, WireSetting } from '#protocol/wire';
import en from '../../content/ui/en.json' with { type: 'json' };
import {
  type Cable,
  conditionOf,
  conditionTexts,
  isCut,
  troubledLinks,
  withConditions,
} from '../../src/lab/link-conditions.ts';
import { readNumber } from '../../src/lab/number-text.ts';
import { MOST_RULES, type RuleDraft, ruleFrom } from '../../src/lab/rule-draft.ts';
import { FORM_VERBS, PRESETS, ruleText } from '../../src/lab/rule-words.ts';
import { wordsFrom } from '../../src/lab/words.ts';

const words = wordsFrom('en', en);
const draft: RuleDraft = {
  verb: 'drop',
  preset: 'syn',
  from: '',
  port: '',
  nth: '1',
  count: '1',
  delayMs: '',
};
const ruleOf = (changes: Partial<RuleDraft>, others: readonly Rule[] = []): Rule => {
  const read = ruleFrom({ ...draft, ...changes }, others);
  return 'rule' in read ? read.rule : expect.fail(JSON.stringify(read.problems));
};

describe('a rule from the form', () => {
  test('is one that the wire takes, whatever is chosen', () => {
    for (const verb of FORM_VERBS)
      for (const { id } of PRESETS) {
        const rule = ruleOf({ verb, preset: id, from: 'client', port: '3333', delayMs: '20' });
        expect(Rule.parse(rule)).toEqual(rule);
      }
  });

  test('says in words what it was made of', () => {
    expect(ruleText(ruleOf({}), words)).toBe('drop: SYN · the first');
    const rule = ruleOf({
      verb: 'delay',
      delayMs: '200',
      preset: 'data',
      from: 'server',
      nth: '2',
      count: '',
    });
    expect(ruleText(rule, words)).toBe('delay 200 ms: data · from server · from number 2 on');
    expect(ruleText(ruleOf({ count: '', port: '3333' }), words)).toBe('drop: SYN · to port 3333 · every one');
    expect(ruleText(ruleOf({ nth: '2', count: '3' }), words)).toBe('drop: SYN · 3, from number 2 on');
  });

  test('does not take the id of another, which would go on counting', () => {
    const first = ruleOf({});
    const second = ruleOf({}, [first]);
    expect([first.id, second.id, ruleOf({}, [first, second]).id]).toEqual([
      'drop-syn',
      'drop-syn-2',
      'drop-syn-3',
    ]);
  });

  test('names each field that is wrong', () => {
    const read = ruleFrom(
      { ...draft, verb: 'delay', delayMs: 'soon', nth: '0', count: '-1', port: '70000' },
      [],
    );
    expect('problems' in read && Object.keys(read.problems).toSorted()).toEqual([
      'count',
      'delayMs',
      'nth',
      'port',
    ]);
  });
});

test('a rule that an author wrote is told in words too', () => {
  const rule = Rule.parse({
    id: 'hold-reply',
    match: {
      link: 'lan',
      protocol: 'tcp',
      flags: ['ACK', 'SYN'],
      sourcePort: 80,
      sequence: { from: 1, to: 5 },
    },
    verb: 'hold',
  });
  expect(ruleText(rule, words)).toBe(
    'hold: SYN, ACK · on link lan · from port 80 · bytes 1 to 5 of the stream · every one',
  );
});

describe('the conditions of a link', () => {
  const lan: Cable = { link: 'lan', ends: ['a', 'b'] };
  const delayed = (from: string | null, delayMs: number) => ({
    ...freshImpairment({ link: 'lan', from }),
    delayMs,
  });

  test('begin as the schema has them', () => {
    expect(freshImpairment({ link: 'lan', from: null })).toEqual(Impairment.parse({ link: 'lan' }));
  });

  test('the entry of one sender takes the place of the general one', () => {
    const entries = [delayed(null, 5), delayed('b', 9)];
    expect(conditionOf(entries, { link: 'lan', from: 'a' }).delayMs).toBe(5);
    expect(conditionOf(entries, { link: 'lan', from: 'b' }).delayMs).toBe(9);
  });

  test('alike in all directions they are one entry, else one for each that has any', () => {
    const all = withConditions([], lan, one => ({ ...one, loss: 0.5 }));
    expect(all).toEqual([{ ...freshImpairment({ link: 'lan', from: null }), loss: 0.5 }]);
    const one = withConditions([], lan, entry => ({ ...entry, delayMs: entry.from === 'b' ? 7 : 0 }));
    expect(one).toEqual([delayed('b', 7)]);
    expect(WireSetting.parse({ impairments: [...all, ...one] }).impairments).toHaveLength(2);
  });

  test('a change keeps what the form does not show, and other links', () => {
    const entries = [
      { ...delayed(null, 5), jitterMs: 3, seed: 8 },
      freshImpairment({ link: 'far', from: null }),
    ];
    const changed = withConditions(entries, lan, one => ({ ...one, delayMs: 0 }));
    expect(changed).toEqual([entries[1], { ...delayed(null, 0), jitterMs: 3, seed: 8 }]);
  });

  test('nothing is left of a link to which nothing is done any more', () => {
    expect(withConditions([delayed(null, 5)], lan, one => ({ ...one, delayMs: 0 }))).toEqual([]);
  });

  test('a link is cut when no direction is open, and is mended in all', () => {
    const half = [{ ...freshImpairment({ link: 'lan', from: 'a' }), cut: true }];
    expect(isCut(half, lan)).toBe(false);
    const whole = withConditions(half, lan, one => ({ ...one, cut: true }));
    expect([isCut(whole, lan), troubledLinks(whole, [lan]).length]).toEqual([true, 1]);
    expect(withConditions(whole, lan, one => ({ ...one, cut: false }))).toEqual([]);
  });

  test('are told in words', () => {
    const entry = { ...delayed('a', 200), loss: 0.125, jitterMs: 5, rateKbit: 64 };
    expect(conditionTexts(entry, words)).toEqual([
      'delays by 200 ms',
      'loses 12.5%',
      'delay varies by 5 ms',
      '64 kbit/s, queue of 100 frames',
    ]);
    expect(conditionTexts(entry, words, 'more')).toHaveLength(2);
  });
});

test('a number is read as people write it, and nothing else is', () => {
  const share = { min: 0, max: 100, isWhole: false };
  expect(['12', ' 12.5 ', '12,5', '.5'].map(text => readNumber(text, share))).toEqual(
    [12, 12.5, 12.5, 0.5].map(value => ({ value })),
  );
  for (const text of ['', 'x', '1e3', '0x10', '-1', '100.1', '1 2'])
    expect(readNumber(text, share), text).toHaveProperty('problem');
  expect(readNumber('1.5', { min: 0, max: 9 })).toHaveProperty('problem');
});

test('a setting takes as many rules as the form lets be added, and not one more', () => {
  const rules = Array.from({ length: MOST_RULES }, (_, index) => ({ ...ruleOf({}), id: `r-${index}` }));
  expect(WireSetting.safeParse({ rules }).success).toBe(true);
  expect(WireSetting.safeParse({ rules: [...rules, ruleOf({})] }).success).toBe(false);
});
