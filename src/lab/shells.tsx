/**
 * Shells on the hosts: one terminal each, opened when it is asked for and shown one at a time. A
 * recording shows those that it holds and opens none.
 */
import { type HostMark, markOf } from './hosts.ts';
import { CommandButton } from './readiness.tsx';
import type { ShellsState } from './shells-state.ts';
import type { Source } from './source.ts';
import { TerminalPane } from './terminal-pane.tsx';
import { useId } from './use-id.ts';
import type { View } from './view.ts';
import type { Words } from './words.ts';

type Shell = { program: string; host: string };
type ShellsProps = {
  hosts: readonly HostMark[];
  shells: ShellsState;
  source: Source;
  view: View;
  words: Words;
};

export function Shells({ hosts, shells, source, view, words }: ShellsProps) {
  const now = view.latest.value;
  const id = useId();
  const { shown, current } = shells;
  if (shown.length === 0) return null;
  return (
    <section class="lab-pane lab-shells" aria-label={words.say('lab.shells')} ref={shells.place}>
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
      {shown.map(({ program, host }) => (
        <div
          key={program}
          role="tabpanel"
          id={`${id}-panel-${program}`}
          aria-labelledby={`${id}-tab-${program}`}
          hidden={program !== current}
          style={markOf(hosts, host).style}
        >
          <TerminalPane
            program={program}
            source={source}
            view={view}
            takesFocus={source.live}
            words={words}
          />
          {source.live && (
            <ShellFoot
              host={host}
              hasEnded={now.programs[program]?.status === 'exited'}
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
  onOpen: () => void;
  onClose: () => void;
  words: Words;
};

function ShellFoot({ host, hasEnded, onOpen, onClose, words }: ShellFootProps) {
  return (
    <p class="lab-shell-foot">
      <span role="status">{hasEnded && words.say('lab.shell.ended', { host })}</span>{' '}
      {hasEnded && (
        <CommandButton class="lab-button lab-small" onClick={onOpen}>
          {words.say('lab.shell.again')}
        </CommandButton>
      )}{' '}
      <button type="button" class="lab-button lab-quiet lab-small" onClick={onClose}>
        {words.say('lab.shell.close')}
      </button>
    </p>
  );
}
