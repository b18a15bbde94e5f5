/**
 * The rules in force, in words, and a form for one more. A rule is never changed: one is deleted and
 * another added, so that it is clear what counts from when.
 */
import './wire-forms.css';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { Rule } from '#protocol/wire';
import { focusProblem, NumberInput } from './number-input.tsx';
import { CommandButton, useReadiness } from './readiness.tsx';
import { MOST_RULES, type RuleDraft, type RuleProblems, ruleFrom } from './rule-draft.ts';
import { FORM_VERBS, PRESETS, presetText, type RuleVerb, ruleText, VERB_NAMES } from './rule-words.ts';
import type { SettingProps } from './wire-controls.tsx';
import type { Words } from './words.ts';

export function RulesForm({ hosts, wire: { rules }, onSet, words }: SettingProps) {
  return (
    <>
      <RuleList
        rules={rules}
        onDelete={onSet && (rule => onSet({ rules: rules.filter(other => other !== rule) }))}
        words={words}
      />
      {onSet &&
        (rules.length < MOST_RULES ? (
          <NewRule
            hosts={hosts.map(({ name }) => name)}
            rules={rules}
            onAdd={rule => onSet({ rules: [...rules, rule] })}
            words={words}
          />
        ) : (
          <p class="lab-remark">{words.say('lab.rule.full', { n: MOST_RULES })}</p>
        ))}
    </>
  );
}

type RuleListProps = {
  rules: readonly Rule[];
  onDelete: ((rule: Rule) => void) | undefined;
  words: Words;
};

function RuleList({ rules, onDelete, words }: RuleListProps) {
  const place = useRef<HTMLDivElement>(null);
  /** Where a button was that went away with its rule. */
  const gone = useRef<number | null>(null);
  useLayoutEffect(() => {
    if (gone.current === null) return;
    const buttons = place.current?.querySelectorAll<HTMLElement>('button') ?? [];
    const heir = buttons[Math.min(gone.current, buttons.length - 1)] ?? place.current;
    gone.current = null;
    if (document.activeElement === document.body) heir?.focus();
  }, [rules]);
  return (
    <div ref={place} class="lab-rules" tabIndex={-1}>
      {rules.length === 0 && <p class="lab-empty">{words.say('lab.rule.none')}</p>}
      {rules.length > 1 && <p class="lab-remark">{words.say('lab.rule.order')}</p>}
      {rules.length > 0 && (
        <ol>
          {rules.map((rule, index) => (
            <li key={rule.id}>
              <span>{ruleText(rule, words)}</span> <code>{rule.id}</code>{' '}
              {onDelete && (
                <CommandButton
                  class="lab-button lab-small"
                  aria-label={words.say('lab.rule.delete-of', { rule: ruleText(rule, words) })}
                  onClick={() => {
                    gone.current = index;
                    onDelete(rule);
                  }}
                >
                  {words.say('lab.rule.delete')}
                </CommandButton>
              )}
            </li>
          ))}
        </ol>
      )}
    </div>
  );
}

type NewRuleProps = {
  hosts: readonly string[];
  rules: readonly Rule[];
  onAdd: (rule: Rule) => void;
  words: Words;
};

function NewRule({ hosts, rules, onAdd, words }: NewRuleProps) {
  const [verb, setVerb] = useState<RuleVerb>('hold');
  const [problems, setProblems] = useState<RuleProblems>({});
  const form = useRef<HTMLFormElement>(null);
  const { isReady, miss } = useReadiness();
  useLayoutEffect(() => {
    if (form.current && Object.keys(problems).length > 0) focusProblem(form.current);
  }, [problems]);
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (!isReady) return miss();
    if (!form.current) return;
    const read = ruleFrom(draftIn(new FormData(form.current), verb), rules);
    setProblems('problems' in read ? read.problems : {});
    if ('rule' in read) onAdd(read.rule);
  };
  return (
    <form ref={form} class="lab-form" noValidate aria-label={words.say('lab.rule.new')} onSubmit={submit}>
      <label class="lab-field">
        <span>{words.say('lab.rule.verb')}</span>
        <select value={verb} onChange={event => setVerb(event.currentTarget.value as RuleVerb)}>
          {FORM_VERBS.map(one => (
            <option key={one} value={one}>
              {words.say(VERB_NAMES[one])}
            </option>
          ))}
        </select>
      </label>
      {verb === 'delay' && (
        <NumberInput
          name="delayMs"
          label={words.say('lab.link.delay')}
          value="200"
          problem={problems.delayMs}
          words={words}
        />
      )}
      <label class="lab-field">
        <span>{words.say('lab.rule.which')}</span>
        <select name="preset">
          {PRESETS.map(preset => (
            <option key={preset.id} value={preset.id}>
              {presetText(preset, words)}
            </option>
          ))}
        </select>
      </label>
      <label class="lab-field">
        <span>{words.say('lab.rule.sender')}</span>
        <select name="from">
          <option value="">{words.say('lab.rule.any-host')}</option>
          {hosts.map(host => (
            <option key={host}>{host}</option>
          ))}
        </select>
      </label>
      <NumberInput
        name="port"
        label={words.say('lab.rule.port')}
        value=""
        placeholder={words.say('lab.rule.any-port')}
        problem={problems.port}
        words={words}
      />
      <NumberInput
        name="nth"
        label={words.say('lab.rule.nth')}
        value="1"
        problem={problems.nth}
        words={words}
      />
      <NumberInput
        name="count"
        label={words.say('lab.rule.count')}
        value="1"
        placeholder={words.say('lab.rule.all')}
        problem={problems.count}
        words={words}
      />
      <CommandButton type="submit" class="lab-button">
        {words.say('lab.rule.add')}
      </CommandButton>
    </form>
  );
}

function draftIn(data: FormData, verb: RuleVerb): RuleDraft {
  const text = (name: string) => String(data.get(name) ?? '');
  return {
    verb,
    preset: text('preset'),
    from: text('from'),
    port: text('port'),
    nth: text('nth'),
    count: text('count'),
    delayMs: text('delayMs'),
  };
}
