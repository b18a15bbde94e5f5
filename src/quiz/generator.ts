/**
 * What a generator is made of: it draws an item, solves it, and knows the wrong algorithms that people
 * use. A wrong answer is diagnosed by asking which of them gives it.
 */
import type { Answers, Field, Given, Judgement, Question, Said, Shown } from './question.ts';
import { plain, said } from './question.ts';
import { type Random, seeded } from './random.ts';
import { readAnswer } from './read-answer.ts';

export type Spec<Item> = {
  id: string;
  draw(random: Random): Item;
  ask(item: Item): { ask: Said; given?: readonly Given[]; fields: readonly Field[] };
  answers(item: Item): Answers;
  /**
   * Wrong algorithms by name: what each gives for the fields that it concerns, null where it does not
   * apply. Where several give the same, the first one is named.
   */
  slips: Readonly<Record<string, (item: Item) => Answers | null>>;
  /** Slips that `slips` cannot compute and `verdict` tells. */
  otherSlips?: readonly string[];
  /** What the texts may name. */
  values?(item: Item): Said['values'];
  shown(item: Item, written: Answers): readonly Shown[];
  /** Where more than one answer is right. Null: compare with `answers` as usual. */
  verdict?(item: Item, written: Answers): { wrong: readonly string[]; slip: string | null } | null;
};

export type Generator = {
  id: string;
  slips: readonly string[];
  /** @param slip draws a question in which whoever makes it is wrong; not one of `slips`: any question */
  question(seed: number, slip?: string | null): Question;
};

/** Items in which no two slips give the same are better; but some are never so, and must come, too. */
const TRIES_FOR_DIFFERENT = 8;
const SHARE_OF_ANY = 0.4;
const TRIES_FOR_SLIP = 2000;

export function generator<Item>(spec: Spec<Item>): Generator {
  const algorithms = Object.keys(spec.slips);
  return {
    id: spec.id,
    slips: [...algorithms, ...(spec.otherSlips ?? [])],
    question(seed, slip = null) {
      const isAimed = slip !== null && algorithms.includes(slip);
      const random = seeded(seed, isAimed ? `${spec.id}:${slip}` : spec.id);
      const item = isAimed ? drawOn(spec, random, slip) : drawAny(spec, random);
      return questionOf(spec, item, seed, isAimed ? slip : null);
    },
  };
}

function drawAny<Item>(spec: Spec<Item>, random: Random): Item {
  let item = spec.draw(random);
  if (random.chance(SHARE_OF_ANY)) return item;
  for (let tried = 1; tried < TRIES_FOR_DIFFERENT && !tellsApart(spec, item); tried += 1)
    item = spec.draw(random);
  return item;
}

/** One in which this slip gives a wrong answer that no other one gives; if there is none, a wrong answer. */
function drawOn<Item>(spec: Spec<Item>, random: Random, slip: string): Item {
  let second: Item | undefined;
  for (let tried = 0; tried < TRIES_FOR_SLIP; tried += 1) {
    const item = spec.draw(random);
    const mistake = mistakeOf(spec, item, slip);
    if (mistake === null) continue;
    const others = Object.keys(spec.slips).filter(other => other !== slip);
    if (others.every(other => mistakeOf(spec, item, other) !== mistake)) return item;
    second ??= item;
  }
  if (second === undefined) throw new Error(`${spec.id}: no question shows the slip ${slip}`);
  return second;
}

/** The wrong part of what a slip gives, as one text; null when it gives the right answer. */
function mistakeOf<Item>(spec: Spec<Item>, item: Item, slip: string): string | null {
  const given = spec.slips[slip]?.(item) ?? null;
  if (given === null) return null;
  const right = spec.answers(item);
  const wrong = Object.entries(given).filter(([field, value]) => right[field] !== value);
  return wrong.length === 0 ? null : JSON.stringify(wrong.sort());
}

function tellsApart<Item>(spec: Spec<Item>, item: Item): boolean {
  const mistakes = Object.keys(spec.slips)
    .map(slip => mistakeOf(spec, item, slip))
    .filter(mistake => mistake !== null);
  return new Set(mistakes).size === mistakes.length;
}

function questionOf<Item>(spec: Spec<Item>, item: Item, seed: number, slip: string | null): Question {
  const { ask, given = [], fields } = spec.ask(item);
  const right = spec.answers(item);
  return {
    ...{ generator: spec.id, seed, slip, ask, given, fields, right },
    mistakes: Object.fromEntries(
      Object.entries(spec.slips)
        .filter(([name]) => mistakeOf(spec, item, name) !== null)
        .map(([name, algorithm]) => [name, { ...right, ...algorithm(item) }]),
    ),
    judge: written => judge(spec, item, fields, written),
  };
}

function judge<Item>(spec: Spec<Item>, item: Item, fields: readonly Field[], written: Answers): Judgement {
  const read: Record<string, string> = {};
  for (const field of fields) {
    const answer = readAnswer(field, written[field.id] ?? '');
    if ('refused' in answer) return { kind: 'refused', field: field.id, why: answer.refused };
    read[field.id] = answer.value;
  }
  const right = spec.answers(item);
  const { wrong, slip } = spec.verdict?.(item, read) ?? diagnosis(spec, item, read);
  const shown = spec.shown(item, read);
  const field = wrong[0] ?? fields[0]?.id ?? '';
  const label = (answers: Answers): Said => labelOf(fields, field, answers[field] ?? '');
  const values = { ...spec.values?.(item), said: label(read), right: label(right) };
  if (wrong.length === 0) return { kind: 'right', why: said(`${spec.id}.why`, values), shown };
  const why = said(slip === null ? `${spec.id}.why` : `${spec.id}.slip.${slip}.why`, values);
  return { kind: 'wrong', wrong, right, slip, why, shown };
}

/** What a field's value is called: of a choice its label. */
export function labelOf(fields: readonly Field[], id: string, value: string): Said {
  const options = fields.find(field => field.id === id)?.options ?? [];
  return options.find(option => option.value === value)?.label ?? plain(value);
}

/** The algorithm that explains most of what is wrong, and of those the one that says least else. */
function diagnosis<Item>(spec: Spec<Item>, item: Item, read: Answers) {
  const right = spec.answers(item);
  const wrong = Object.keys(right).filter(field => right[field] !== read[field]);
  let slip: string | null = null;
  let most = 0;
  for (const [name, algorithm] of Object.entries(spec.slips)) {
    const gives = Object.entries(algorithm(item) ?? {});
    const explained = gives.filter(([field, value]) => wrong.includes(field) && value === read[field]).length;
    const denied = gives.filter(([field, value]) => value !== read[field]).length;
    const score = explained === 0 ? 0 : explained - denied / 100;
    if (score > most) [slip, most] = [name, score];
  }
  return { wrong, slip };
}
