/**
 * Shells on the hosts: one terminal each, opened when it is asked for and shown one at a time. A
 * recording shows those that it holds and opens none.
 */
import { useEffect, useId, useRef, useState } from 'preact/hooks';
import { shellName } from '#protocol/scene';
import type { LabState } from '#trace/fold';
import { type HostMark, markOf } from './hosts.ts';
import type { Source } from './source.ts';
import { TerminalPane } from './terminal-pane.tsx';
import type { Words } from './words.ts';

type Shell = { program: string; host: string };
type ShellsProps = { hosts: readonly HostMark[]; source: Source; now: LabState; words: Words };

export function Shells({ hosts, source, now, words }: ShellsProps) {
  const id = useId();
  const shells = useShells(source);
  const { shown, current } = shells;
  const canOpen = source.live && source.status.value.kind === 'ready';
  const rest = canOpen ? hosts.filter(({ name }) => !shown.some(({ host }) => host === name)) : [];
  if (shown.length + rest.length === 0) return null;
  return (
    <section class="lab-pane lab-shells" aria-label={words.say('lab.shells')} ref={shells.place}>
      <div class="lab-shells-bar">
        {shown.length > 0 && (
          <div role="tablist" class="lab-shell-tabs" aria-label={words.say('lab.shells')}>
            {shown.map(shell => (
              <ShellTab
                key={shell.program}
                id={`${id}-tab-${shell.program}`}
                panel={`${id}-panel-${shell.program}`}
                shell={shell}
                mark={markOf(hosts, shell.host)}
                isCurrent={shell.program === current}
                onChoose={() => shells.choose(shell.program)}
              />
            ))}
          </div>
        )}
        {rest.length > 0 && (
          <fieldset class="lab-shell-hosts">
            <legend>{words.say('lab.shell.open-on')}</legend>
            {rest.map(({ name, style }) => (
              <button
                key={name}
                type="button"
                class="lab-button lab-small"
                style={style}
                aria-label={words.say('lab.shell.open', { host: name })}
                onClick={() => shells.open(name)}
              >
                {name}
              </button>
            ))}
          </fieldset>
        )}
      </div>
      {shown.map(({ program, host }) => (
        <div
          key={program}
          role="tabpanel"
          id={`${id}-panel-${program}`}
          aria-labelledby={`${id}-tab-${program}`}
          hidden={program !== current}
          style={markOf(hosts, host).style}
        >
          <TerminalPane program={program} source={source} takesFocus={source.live} words={words} />
          {source.live && (
            <ShellFoot
              host={host}
              hasEnded={now.programs[program]?.status === 'exited'}
              canOpen={canOpen}
              onOpen={() => shells.open(host)}
              onClose={() => shells.close(program, now.programs[program]?.status !== 'exited')}
              words={words}
            />
          )}
        </div>
      ))}
    </section>
  );
}

type ShellTabProps = {
  id: string;
  panel: string;
  shell: Shell;
  mark: HostMark;
  isCurrent: boolean;
  onChoose: () => void;
};

function ShellTab({ id, panel, shell, mark, isCurrent, onChoose }: ShellTabProps) {
  return (
    <button
      type="button"
      role="tab"
      class="lab-shell-tab"
      id={id}
      aria-controls={panel}
      aria-selected={isCurrent}
      tabIndex={isCurrent ? 0 : -1}
      style={mark.style}
      onClick={onChoose}
      onKeyDown={moveToTab}
    >
      {shell.host}
    </button>
  );
}

/** The arrow keys go through the tabs, and show what they reach (ARIA practices, tabs). */
function moveToTab(event: KeyboardEvent): void {
  const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
  if (step === undefined || !(event.currentTarget instanceof HTMLElement)) return;
  const tabs = [...(event.currentTarget.parentElement?.querySelectorAll<HTMLElement>('[role="tab"]') ?? [])];
  const next = tabs[(tabs.indexOf(event.currentTarget) + step + tabs.length) % tabs.length];
  event.preventDefault();
  next?.focus();
  next?.click();
}

type ShellFootProps = {
  host: string;
  hasEnded: boolean;
  canOpen: boolean;
  onOpen: () => void;
  onClose: () => void;
  words: Words;
};

function ShellFoot({ host, hasEnded, canOpen, onOpen, onClose, words }: ShellFootProps) {
  return (
    <p class="lab-shell-foot">
      <span role="status">{hasEnded && words.say('lab.shell.ended', { host })}</span>{' '}
      {hasEnded && canOpen && (
        <button type="button" class="lab-button lab-small" onClick={onOpen}>
          {words.say('lab.shell.again')}
        </button>
      )}{' '}
      <button type="button" class="lab-button lab-quiet lab-small" onClick={onClose}>
        {words.say('lab.shell.close')}
      </button>
    </p>
  );
}

/** Which shells are shown and which one is in front; what was asked for comes to the front with the focus. */
function useShells(source: Source) {
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
      place.current?.querySelector<HTMLElement>('.lab-shells-bar button')?.focus();
    },
  };
}
