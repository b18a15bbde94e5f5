/** A rule as the form has it, and as the wire takes it. Pure: what is wrong is said for each field. */
import type { Rule } from '#protocol/wire';
import { type Problem, type ReadNumber, readNumber } from './number-text.ts';
import { PRESETS, type RuleVerb } from './rule-words.ts';

/** The texts of the form's fields; `from` empty: any host. */
export type RuleDraft = {
  verb: RuleVerb;
  preset: string;
  from: string;
  port: string;
  nth: string;
  count: string;
  delayMs: string;
};
export type NumberField = 'port' | 'nth' | 'count' | 'delayMs';
export type RuleProblems = Partial<Record<NumberField, Problem>>;

/** As many as a setting may have (wire.ts). */
export const MOST_RULES = 32;
const MOST_FRAMES = 1_000_000;

export function ruleFrom(
  draft: RuleDraft,
  others: readonly Rule[],
): { rule: Rule } | { problems: RuleProblems } {
  const preset = PRESETS.find(({ id }) => id === draft.preset) ?? PRESETS[0];
  const numbers = {
    port: optional(draft.port, text => readNumber(text, { min: 0, max: 65_535 })),
    nth: readNumber(draft.nth, { min: 1, max: MOST_FRAMES }),
    count: optional(draft.count, text => readNumber(text, { min: 1, max: MOST_FRAMES })),
    delayMs: draft.verb === 'delay' ? readNumber(draft.delayMs, { min: 1, max: 60_000 }) : { value: 0 },
  };
  const problems: RuleProblems = {};
  for (const [field, read] of Object.entries(numbers))
    if ('problem' in read) problems[field as NumberField] = read.problem;
  if (Object.keys(problems).length > 0) return { problems };
  const port = numberIn(numbers.port);
  return {
    rule: {
      id: freeId(`${draft.verb}-${preset?.id ?? 'frame'}`, others),
      match: {
        ...preset?.kind,
        ...(draft.from === '' ? {} : { from: draft.from }),
        ...(port === null ? {} : { destinationPort: port }),
      },
      verb: draft.verb,
      nth: numberIn(numbers.nth) ?? 1,
      count: numberIn(numbers.count),
      delayMs: numberIn(numbers.delayMs) ?? 0,
    },
  };
}

const optional = (text: string, read: (text: string) => ReadNumber): ReadNumber | { value: null } =>
  text.trim() === '' ? { value: null } : read(text);

const numberIn = (read: ReadNumber | { value: null }): number | null => ('value' in read ? read.value : null);

/** A rule that keeps its id goes on counting, so a new one must not take the id of another. */
function freeId(wanted: string, others: readonly Rule[]): string {
  const taken = new Set(others.map(({ id }) => id));
  let id = wanted;
  for (let more = 2; taken.has(id); more += 1) id = `${wanted}-${more}`;
  return id;
}
