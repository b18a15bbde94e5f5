/**
 * What each link does to the frames that pass: cut at a press, delay and loss for each direction by a
 * form. What only an author sets is told, and kept.
 */
import './wire-forms.css';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { Impairment, WireSetting } from '#protocol/wire';
import { markOf } from './hosts.ts';
import {
  type Cable,
  conditionOf,
  conditionTexts,
  isCut,
  percentOf,
  withConditions,
} from './link-conditions.ts';
import { focusProblem, NumberInput } from './number-input.tsx';
import { type Problem, readNumber } from './number-text.ts';
import { CommandButton, useReadiness } from './readiness.tsx';
import { Toggle } from './toggle.tsx';
import type { SettingProps } from './wire-controls.tsx';
import type { Words } from './words.ts';

export function LinksForm({ hosts, cables, wire, onSet, words }: SettingProps) {
  return (
    <>
      {cables.map(cable => (
        <fieldset key={cable.link} class="lab-cable">
          <legend>
            {words.say('lab.network.link', { link: cable.link, hosts: cable.ends.join(' — ') })}
          </legend>
          {onSet ? (
            <LinkForm hosts={hosts} cable={cable} wire={wire} onSet={onSet} words={words} />
          ) : (
            <LinkTexts cable={cable} wire={wire} words={words} />
          )}
        </fieldset>
      ))}
    </>
  );
}

type LinkTextsProps = { cable: Cable; wire: WireSetting; words: Words };

/** One line where all directions are alike. */
function LinkTexts({ cable: { link, ends }, wire, words }: LinkTextsProps) {
  const lines = ends.map(from => {
    const texts = conditionTexts(conditionOf(wire.impairments, { link, from }), words);
    return { from, text: texts.join(', ') || words.say('lab.link.nothing') };
  });
  const isAlike = lines.every(({ text }) => text === lines[0]?.text);
  return (
    <ul class="lab-rules">
      {(isAlike ? lines.slice(0, 1) : lines).map(({ from, text }) => (
        <li key={from}>
          {isAlike ? words.say('lab.link.all-ways') : words.say('lab.rule.from', { host: from })}: {text}
        </li>
      ))}
    </ul>
  );
}

type LinkFormProps = Omit<SettingProps, 'cables' | 'onSet'> & {
  cable: Cable;
  onSet: (setting: Partial<WireSetting>) => void;
};

function LinkForm({ hosts, cable, wire: { impairments }, onSet, words }: LinkFormProps) {
  const { link, ends } = cable;
  const [problems, setProblems] = useState<Record<string, Problem>>({});
  const form = useRef<HTMLFormElement>(null);
  const { isReady, why, miss } = useReadiness();
  useLayoutEffect(() => {
    if (form.current && Object.keys(problems).length > 0) focusProblem(form.current);
  }, [problems]);
  const change = (make: (condition: Impairment) => Impairment) =>
    onSet({ impairments: withConditions(impairments, cable, make) });
  const cut = isCut(impairments, cable);
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (!isReady) return miss();
    if (!form.current) return;
    const read = readDirections(new FormData(form.current), ends);
    setProblems(read.problems);
    if (Object.keys(read.problems).length === 0)
      change(one => ({ ...one, ...read.directions[one.from ?? ''] }));
  };
  return (
    <form ref={form} class="lab-form" noValidate aria-label={link} onSubmit={submit}>
      <Toggle
        isOn={cut}
        isActive={isReady}
        note={isReady ? undefined : why}
        name={words.say('lab.link.cut')}
        onPress={() => change(one => ({ ...one, cut: !cut }))}
      />
      {ends.map(from => {
        const condition = conditionOf(impairments, { link, from });
        const more = conditionTexts(condition, words, 'more');
        return (
          <fieldset key={from} class="lab-direction" style={markOf(hosts, from).style}>
            <legend>{words.say('lab.rule.from', { host: from })}</legend>
            <NumberInput
              name={`${from} delay`}
              label={words.say('lab.link.delay')}
              value={String(condition.delayMs)}
              problem={problems[`${from} delay`]}
              words={words}
            />
            <NumberInput
              name={`${from} loss`}
              label={words.say('lab.link.loss')}
              value={String(percentOf(condition.loss))}
              problem={problems[`${from} loss`]}
              words={words}
            />
            {more.length > 0 && (
              <span class="lab-remark">{words.say('lab.link.more', { what: more.join(', ') })}</span>
            )}
          </fieldset>
        );
      })}
      <CommandButton type="submit" class="lab-button">
        {words.say('lab.network.apply')}
      </CommandButton>
    </form>
  );
}

type Directions = Record<string, Pick<Impairment, 'delayMs' | 'loss'>>;

function readDirections(data: FormData, ends: readonly string[]) {
  const problems: Record<string, Problem> = {};
  const number = (name: string, max: number, isWhole: boolean): number => {
    const read = readNumber(String(data.get(name) ?? ''), { min: 0, max, isWhole });
    if ('value' in read) return read.value;
    problems[name] = read.problem;
    return 0;
  };
  const directions: Directions = {};
  for (const from of ends)
    directions[from] = {
      delayMs: number(`${from} delay`, 60_000, true),
      loss: number(`${from} loss`, 100, false) / 100,
    };
  return { directions, problems };
}
