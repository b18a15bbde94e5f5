/** What an author is told: each mistake is one line with file and field, and the lessons that are there have none. */
import { expect, test } from 'vitest';
import { AuthorError } from '#protocol/authoring';
import type { Lab } from '#protocol/lab';
import { type Around, aroundHere, type Locale } from '../../src/cli/lint/around.ts';
import { mistakesIn, mistakesOf } from '../../src/cli/lint/mistakes.ts';
import { shortcomingsOf } from '../../src/cli/lint/rubric.ts';

const here = aroundHere();
const LESSON = 'first-packet';
const EN = 'lessons/first-packet/en.mdx';
const KO = 'lessons/first-packet/ko.mdx';

test('no lesson of the course has a mistake', () => {
  expect(mistakesIn(here)).toEqual([]);
});

test.each(here.lessons)('%s is as good as a machine can judge', lesson => {
  expect(shortcomingsOf(lesson, here)).toEqual([]);
});

/** The course with the texts of one lesson changed. */
function withText(change: (text: string, locale: Locale) => string | undefined): Around {
  return {
    ...here,
    source: (lesson, locale) => {
      const text = here.source(lesson, locale);
      return lesson === LESSON && text !== undefined ? change(text, locale) : text;
    },
  };
}

/** In both languages, as a mistake of names would be. */
function withReplaced(from: string, to: string): Around {
  return withText(text => {
    expect(text).toContain(from);
    return text.replace(from, to);
  });
}

const lineOf = (text: string, locale: Locale = 'en'): number =>
  (here.source(LESSON, locale) ?? '').split('\n').findIndex(line => line.includes(text)) + 1;

test.each([
  [
    'a language is missing',
    withText((text, locale) => (locale === 'ko' ? undefined : text)),
    [`${KO}: expected the file: every lesson is in both languages`],
  ],
  [
    'an unknown lab',
    withReplaced('labs: [first-packet]', 'labs: [first-paket]'),
    [
      `${EN}: labs[0]: expected a folder of sandbox/labs/, got "first-paket"`,
      `${KO}: labs[0]: expected a folder of sandbox/labs/, got "first-paket"`,
    ],
  ],
  [
    'a field that nobody knows',
    withReplaced('minutes: 15', 'minuts: 15'),
    [`${EN}: minutes: expected number, got nothing`, `${EN}: expected no key "minuts" here`],
  ],
] as const)('%s', (_, around, told) => {
  expect(mistakesOf(LESSON, around)).toEqual(told);
});

const MOVES = 'wait, hold, release, connected, greet, greeting, client-end, server-end';

test.each([
  [
    'a wrong move',
    '<Move id="hold">',
    '<Move id="hld">',
    [`<Move id="hld">: expected a move of sandbox/labs/first-packet/lab.yaml (${MOVES}), got "hld"`],
  ],
  [
    'a wrong prediction',
    'Prediction id="which-state"',
    'Prediction id="what-state"',
    [
      '<Prediction id="what-state">: expected a prediction of sandbox/labs/first-packet/lab.yaml (has-it-returned, which-state, which-line), got "what-state"',
    ],
  ],
  [
    'a wrong option',
    '<Option value="SYN-SENT" />',
    '<Option value="SYN-SEND" />',
    [
      '<Prediction id="which-state">: expected the options ["SYN-SENT","ESTABLISHED","LISTEN","CLOSED"] of sandbox/labs/first-packet/lab.yaml, got ["SYN-SEND","ESTABLISHED","LISTEN","CLOSED"]',
    ],
  ],
  [
    'an answer without feedback',
    '<Feedback to="calling">',
    '<Feedback to="connected">',
    ['<Prediction id="which-line">: expected a <Feedback to="calling">'],
  ],
  [
    'a stored answer',
    '<Option value="waiting">',
    '<Option value="waiting" right>',
    ['<Option value="waiting">: expected no attribute "right": only the run says which answer is right'],
  ],
  [
    'a wrong what-if',
    '<WhatIf id="cable-cut" />',
    '<WhatIf id="cut" />',
    [
      '<WhatIf id="cut">: expected a what-if of sandbox/labs/first-packet/lab.yaml (cable-cut, client-first), got "cut"',
    ],
  ],
  [
    'a term that is in no glossary',
    '<Term id="arp">',
    '<Term id="apr">',
    ['<Term id="apr">: expected a term of content/glossary.yaml, got "apr"'],
  ],
  [
    'a term for the second time',
    '<Term id="arp">',
    '<Term id="syn">',
    ['<Term id="syn">: expected each term at its first use only, got "syn" again'],
  ],
  [
    'a component that nobody hands in',
    '<WhatIf id="client-first" />',
    '<WhatIff id="client-first" />',
    [
      '<WhatIff id="client-first">: expected a component (Move, Prediction, Option, Feedback, WhatIf, Lab, Exercise, Why, Term, Note), got "WhatIff"',
    ],
  ],
] as const)('%s is told with its line, in the language that has it', (_, from, to, told) => {
  const around = withText((text, locale) => (locale === 'en' ? text.replace(from, to) : text));
  const found = mistakesOf(LESSON, around);
  expect(found.map(line => line.replace(/:\d+/, ''))).toEqual(told.map(text => `${EN}: ${text}`));
  expect(found[0]).toMatch(/en\.mdx:\d+: /);
});

test('what only one language has is told with the line of the other', () => {
  const around = withText((text, locale) =>
    locale === 'ko' ? text.replace('<Term id="arp">ARP</Term>', 'ARP') : text,
  );
  const [told, ...more] = mistakesOf(LESSON, around);
  expect(told).toMatch(
    new RegExp(`^${KO}:\\d+: expected <Term arp> as in ${EN}:${lineOf('id="arp"')}, got <Why>$`),
  );
  expect(more).toEqual([]);
});

/** The course with the lesson's lab changed. */
const withLab = (change: (lab: Lab) => Lab): Around => ({
  ...here,
  lab: id => {
    const lab = here.lab(id);
    return id === LESSON && lab !== undefined ? change(lab) : lab;
  },
});

test('a question that no run answers is told with its probe', () => {
  const around = withLab(lab => ({
    ...lab,
    predictions: lab.predictions.map((each, at) =>
      at === 1
        ? { ...each, probe: { name: 'ret', program: 'client', call: 'recvfrom', nth: -1, of: 'value' } }
        : each,
    ),
  }));
  expect(mistakesOf(LESSON, around)).toEqual([
    'sandbox/labs/first-packet/lab.yaml: predictions[1].probe: expected the recording to give one of ["SYN-SENT","ESTABLISHED","LISTEN","CLOSED"], got "none" after the move "hold"',
  ]);
});

test('a question that nobody asks is told', () => {
  const around = withLab(lab => {
    const [first] = lab.predictions;
    if (first === undefined) throw new Error('it has one');
    return { ...lab, predictions: [...lab.predictions, { ...first, id: 'unasked' }] };
  });
  expect(mistakesOf(LESSON, around)).toEqual([
    'sandbox/labs/first-packet/lab.yaml: predictions[3].id: expected a <Prediction id="unasked"> in the lesson, and none asks it',
  ]);
});

test('a term that its lesson does not use is told, and one of a planned lesson waits', () => {
  const [socket] = here.glossary;
  if (socket === undefined) throw new Error('it has one');
  const lost = { ...socket, id: 'lost', lesson: 'echo-once', step: 'bind' };
  const [planned = ''] = Object.keys(here.course.planned);
  const later = { ...socket, id: 'later', lesson: planned, step: undefined };
  const at = here.glossary.length;
  expect(mistakesIn({ ...here, glossary: [...here.glossary, lost, later] })).toEqual([
    `content/glossary.yaml: [${at}].id: expected a <Term id="lost"> in lessons/echo-once, which shows it, and found none`,
  ]);
});

test('text that is no MDX is told by its file', () => {
  const around = withText((text, locale) => (locale === 'en' ? text.replace('</Move>', '') : text));
  const [told, ...more] = mistakesOf(LESSON, around);
  expect(told).toMatch(new RegExp(`^${EN}:\\d+:\\d+: Expected a closing tag`));
  expect(more).toEqual([]);
});

test.each([
  [
    'a long stretch',
    4,
    (text: string) => text.replace('## Four panes', `${'word '.repeat(130)}\n\n## Four panes`),
  ],
  ['no recap', 9, (text: string) => text.replace(/^- /gm, '')],
  [
    'a what-if without a question',
    3,
    (text: string) => text.replace(/<Prediction id="cut-how.*?<\/Prediction>/s, ''),
  ],
  ['a number in one language only', 11, (text: string) => text.replace('22 bytes', '2200 bytes')],
  ['more to do than its minutes hold', 4, (text: string) => text.replace('minutes: 15', 'minutes: 10')],
])('%s falls short of the rubric, and its point is told', (_, point, change) => {
  const around = withText((text, locale) => (locale === 'en' ? change(text) : text));
  const told = shortcomingsOf(LESSON, around);
  expect(told.length).toBeGreaterThan(0);
  for (const line of told)
    expect(line).toMatch(new RegExp(`^lessons/first-packet(/en\\.mdx)?: rubric (${point}|4): `));
  expect(told.some(line => line.includes(`rubric ${point}: `))).toBe(true);
});

test('an error of the author is one that a command tells by its lines alone', () => {
  expect(new AuthorError(['one', 'two']).message).toBe('one\ntwo');
});
