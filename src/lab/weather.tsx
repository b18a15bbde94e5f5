/**
 * The weather on the wire: what all links do to all frames, set by sliders. It holds at once, and so for what
 * is sent from now on; the dice are seeded, so that the same weather can be had again.
 */
import { useState } from 'preact/hooks';
import type { Impairment, WireSetting } from '#protocol/wire';
import { type Cable, conditionOf, percentOf, withConditions } from './link-conditions.ts';
import { CommandButton, useReadiness } from './readiness.tsx';
import { useId } from './use-id.ts';
import type { WordKey, Words } from './words.ts';

type WeatherProps = {
  cables: readonly Cable[];
  wire: WireSetting;
  /** undefined: nothing can be changed */
  onSet: ((setting: Partial<WireSetting>) => void) | undefined;
  words: Words;
};

type Dial = {
  key: WordKey;
  most: number;
  step: number;
  unit: string;
  read: (condition: Impairment) => number;
  written: (value: number) => Partial<Impairment>;
};

const share = (key: WordKey, of: 'loss' | 'reorder' | 'duplicate'): Dial => ({
  key,
  most: 40,
  step: 5,
  unit: '%',
  read: condition => percentOf(condition[of]),
  written: value => ({ [of]: value / 100 }),
});

const DIALS: readonly Dial[] = [
  share('lab.weather.loss', 'loss'),
  {
    key: 'lab.weather.delay',
    most: 300,
    step: 10,
    unit: ' ms',
    read: ({ delayMs }) => delayMs,
    written: delayMs => ({ delayMs }),
  },
  share('lab.weather.swap', 'reorder'),
  share('lab.weather.duplicate', 'duplicate'),
];

export function Weather({ cables, wire, onSet, words }: WeatherProps) {
  const id = useId();
  const condition = worstOf(cables, wire);
  if (condition === undefined) return null;
  const { seed } = condition;
  const change = (given: Partial<Impairment>): void =>
    onSet?.({
      impairments: cables.reduce(
        (all, cable) => withConditions(all, cable, one => ({ ...one, ...given })),
        wire.impairments,
      ),
    });
  return (
    <fieldset class="lab-weather" aria-describedby={onSet ? undefined : id}>
      <legend>{words.say('lab.weather')}</legend>
      {DIALS.map(dial => (
        <DialInput
          key={dial.key}
          dial={dial}
          value={dial.read(condition)}
          isActive={onSet !== undefined}
          onSet={value => change(dial.written(value))}
          words={words}
        />
      ))}
      {onSet ? (
        <CommandButton class="lab-button lab-small" onClick={() => change({ seed: seed + 1 })}>
          {words.say('lab.weather.roll', { seed })}
        </CommandButton>
      ) : (
        <p class="lab-remark" id={id}>
          {words.say('lab.weather.recorded', { seed })}
        </p>
      )}
    </fieldset>
  );
}

/** Of the ways through all links the one that is felt most: sliders set all of them alike. */
function worstOf(cables: readonly Cable[], { impairments }: WireSetting): Impairment | undefined {
  const all = cables.flatMap(({ link, ends }) => ends.map(from => conditionOf(impairments, { link, from })));
  return all.toSorted((one, other) => weightOf(other) - weightOf(one))[0];
}

const weightOf = (condition: Impairment): number =>
  DIALS.reduce((sum, { read, most }) => sum + read(condition) / most, 0);

type DialInputProps = {
  dial: Dial;
  value: number;
  isActive: boolean;
  onSet: (value: number) => void;
  words: Words;
};

function DialInput({ dial: { key, most, step, unit }, value, isActive, onSet, words }: DialInputProps) {
  const { isReady } = useReadiness();
  /** while it is dragged */
  const [held, setHeld] = useState<number | null>(null);
  const shown = held ?? value;
  const text = `${shown}${unit}`;
  return (
    <label class="lab-dial">
      <span>{words.say(key)}</span>
      <input
        type="range"
        min={0}
        max={Math.max(most, value)}
        step={step}
        value={shown}
        disabled={!isActive || !isReady}
        aria-valuetext={text}
        onInput={({ currentTarget }) => setHeld(Number(currentTarget.value))}
        onChange={({ currentTarget }) => {
          setHeld(null);
          onSet(Number(currentTarget.value));
        }}
      />
      <output>{text}</output>
    </label>
  );
}
