/**
 * Which of several things a view shows: what the reader has chosen there, until something else is picked in
 * the lab; then what is picked; and without either, what was shown last or is the liveliest.
 */
import { useRef, useState } from 'preact/hooks';
import type { Picked } from '#trace/belongs';

type ChoiceOptions<Thing> = {
  things: readonly Thing[];
  isSame: (one: Thing, other: Thing) => boolean;
  picked: Picked | null;
  /** what is picked, if it is one of the things */
  meant: Thing | undefined;
  liveliest: Thing | undefined;
};

export function useChoice<Thing>({ things, isSame, picked, meant, liveliest }: ChoiceOptions<Thing>) {
  const [chosen, setChosen] = useState<{ thing: Thing; picked: Picked | null } | null>(null);
  const kept = useRef<Thing>(undefined);
  const find = (wanted: Thing | undefined) =>
    wanted === undefined ? undefined : things.find(thing => isSame(thing, wanted));
  const own = chosen?.picked === picked ? find(chosen?.thing) : undefined;
  const shown = own ?? find(meant) ?? find(kept.current) ?? liveliest;
  if (own !== undefined || meant !== undefined) kept.current = shown;
  return { shown, choose: (thing: Thing) => setChosen({ thing, picked }) };
}
