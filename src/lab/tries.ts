/**
 * Tries of the bit ruler: an address is typed into a program that connects to what it reads. A program
 * that stands before a line is let go on first, and so are those of the host that is called.
 */
import { useEffect, useState } from 'preact/hooks';
import type { BitRuler, Scene } from '#protocol/lab';
import { addressOf } from './bit-line.ts';
import type { Source } from './source.ts';
import { isWaitingForYou } from './task-choice.ts';
import type { View } from './view.ts';

export type Tries = { one(index: number): void; all(): void };

const utf8 = new TextEncoder();

export function useTries(scene: Scene, { tries }: BitRuler, source: Source, view: View): Tries {
  const [open, setOpen] = useState<readonly number[]>([]);
  const { programs, networks } = view.latest.value;
  const [index] = open;
  const asked = index === undefined ? undefined : tries[index];
  const program = asked && programs[asked.program];
  const address = asked && addressOf(networks[asked.to]);
  const waits = asked && isWaitingForYou(view.latest.value, asked.program, undefined);
  useEffect(() => {
    if (asked === undefined) return;
    const needed = scene.programs.filter(({ name, host }) => name === asked.program || host === asked.to);
    for (const { name } of needed) if (programs[name]?.status === 'paused') source.step(name, 'run');
    if (program?.status === 'exited' || address === undefined) setOpen(rest);
    else if (waits) {
      source.type(asked.program, utf8.encode(`${address}\r`));
      setOpen(rest);
    }
  }, [index, waits, program?.status]);
  return {
    one: wanted => setOpen(others => [...others.filter(other => other !== wanted), wanted]),
    all: () => setOpen(tries.map((_, at) => at)),
  };
}

const rest = ([, ...others]: readonly number[]): readonly number[] => others;
