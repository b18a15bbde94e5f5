/** How the ladder is read: its numbers and its axis. Each reader's choice is kept. */
import { useMemo, useState } from 'preact/hooks';
import { keepChoice, keptChoice } from './kept.ts';
import { Toggle } from './toggle.tsx';
import type { Words } from './words.ts';

export type Look = {
  /** counted from the first of each direction, or as they stand in the header */
  numbers: 'relative' | 'absolute';
  /** one arrow after the other, or as far apart as their times are */
  axis: 'order' | 'time';
};

export type LookChoice = { look: Look; choose: (change: Partial<Look>) => void };

export function useLook(): LookChoice {
  const [look, setLook] = useState<Look>(() => ({
    numbers: keptChoice('wire-numbers') === 'absolute' ? 'absolute' : 'relative',
    axis: keptChoice('wire-axis') === 'time' ? 'time' : 'order',
  }));
  const choose = (change: Partial<Look>) => {
    if (change.numbers !== undefined) keepChoice('wire-numbers', change.numbers);
    if (change.axis !== undefined) keepChoice('wire-axis', change.axis);
    setLook(before => ({ ...before, ...change }));
  };
  return useMemo(() => ({ look, choose }), [look]);
}

export const LookSwitches = ({ look, choose, words }: LookChoice & { words: Words }) => (
  <span class="lab-wire-look">
    <Toggle
      isOn={look.numbers === 'absolute'}
      isActive
      name={words.say('lab.wire.absolute')}
      onPress={() => choose({ numbers: look.numbers === 'absolute' ? 'relative' : 'absolute' })}
    />
    <Toggle
      isOn={look.axis === 'time'}
      isActive
      name={words.say('lab.wire.real-time')}
      onPress={() => choose({ axis: look.axis === 'time' ? 'order' : 'time' })}
    />
  </span>
);
