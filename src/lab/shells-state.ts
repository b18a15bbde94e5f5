/** Which shells are shown and which one is in front; what was asked for comes to the front with the focus. */
import { useEffect, useRef, useState } from 'preact/hooks';
import { shellName } from '#protocol/scene';
import type { Source } from './source.ts';

export type ShellsState = ReturnType<typeof useShells>;

export function useShells(source: Source) {
  const place = useRef<HTMLElement>(null);
  const wanted = useRef<string | null>(null);
  const [closed, setClosed] = useState<readonly string[]>([]);
  const [chosen, setChosen] = useState<string | null>(null);
  const all = source.shells.value;
  const shown = all.filter(({ program }) => !closed.includes(program));
  const current = (shown.find(({ program }) => program === chosen) ?? shown.at(-1))?.program ?? null;
  useEffect(() => {
    if (wanted.current === null || wanted.current !== current) return;
    wanted.current = null;
    // A terminal that stands already; a new one takes the focus when it does.
    place.current?.querySelector<HTMLElement>('[role="tabpanel"]:not([hidden]) textarea')?.focus();
  });
  return {
    place,
    shown,
    current,
    choose: setChosen,
    open(host: string) {
      const program = shellName(host);
      wanted.current = program;
      setClosed(closed.filter(other => other !== program));
      setChosen(program);
      source.openShell(host);
    },
    close(program: string, isRunning: boolean) {
      if (isRunning) source.stop(program);
      setClosed([...closed, program]);
      // The tab of another one, else the place from which shells are opened.
      const next = [...(place.current?.querySelectorAll<HTMLElement>('.lab-shell-tab') ?? [])].find(
        tab => tab.getAttribute('aria-selected') !== 'true',
      );
      (next ?? place.current?.closest('.lab')?.querySelector<HTMLElement>('.lab-menu > button'))?.focus();
    },
  };
}
