/**
 * One program: its source, what it is doing, its buttons and its terminal.
 */
import type { ComponentChildren } from 'preact';
import type { StepHow } from '#protocol/events';
import type { Program } from '#protocol/lab';
import type { ProgramState } from '#trace/fold';
import type { HostMark } from './hosts.ts';
import { SourceList } from './source-list.tsx';
import type { WordKey, Words } from './words.ts';

export type ProgramCommands = {
  step(program: string, how: StepHow): void;
  pause(program: string): void;
  stop(program: string): void;
};

type ProgramPaneProps = {
  program: Program & { source: string };
  host: HostMark;
  state: ProgramState | undefined;
  /** line it is at, where that is known */
  line: number | undefined;
  /** what it does now, in words, with who can unblock it */
  doing: string;
  /** Programs can be commanded: live, and the box stands. */
  canCommand: boolean;
  /** id of the note that says why not */
  whyNot: string | undefined;
  commands: ProgramCommands;
  words: Words;
  children: ComponentChildren;
};

export function ProgramPane({
  program,
  host,
  state,
  line,
  doing,
  words,
  children,
  ...rest
}: ProgramPaneProps) {
  const status = state?.status ?? 'ready';
  return (
    <section class="lab-program" aria-label={program.name} style={host.style} data-status={status}>
      <header class="lab-program-head">
        <span class="lab-program-name" aria-hidden="true">
          {program.name}
        </span>
        <span class="lab-host">
          <span class="lab-on-host">{words.say('lab.on-host', { host: host.name })}</span>{' '}
          {host.address && <span class="lab-host-address">{host.address}</span>}
        </span>
        <code class="lab-file">{program.file}</code>
      </header>
      <Buttons program={program.name} status={status} words={words} {...rest} />
      <p class="lab-doing" data-status={status} data-failed={hasFailed(state)}>
        <span class="lab-chip">{words.say(`lab.status.${status}`)}</span> <span>{doing}</span>
      </p>
      <SourceList file={program.file} source={program.source} state={state} line={line} words={words} />
      {children}
    </section>
  );
}

const hasFailed = (state: ProgramState | undefined) =>
  state?.status === 'exited' && (state.exit?.signal != null || state.exit?.code !== 0);

type ButtonsProps = {
  program: string;
  status: ProgramState['status'];
  canCommand: boolean;
  whyNot: string | undefined;
  commands: ProgramCommands;
  words: Words;
};

function Buttons({ program, status, canCommand, whyNot, commands, words }: ButtonsProps) {
  const isPaused = canCommand && status === 'paused';
  const isGoing = canCommand && (status === 'running' || status === 'blocked');
  const button = (key: WordKey, isOn: boolean, press: () => void, quiet = false) => (
    // aria-disabled and not disabled: a button that goes out while it has the focus would lose it.
    <button
      type="button"
      class={quiet ? 'lab-button lab-quiet' : 'lab-button'}
      aria-disabled={!isOn}
      aria-describedby={canCommand ? undefined : whyNot}
      onClick={() => isOn && press()}
    >
      {words.say(key)}
    </button>
  );
  return (
    <div class="lab-buttons">
      {button('lab.step-line', isPaused, () => commands.step(program, 'line'))}
      {button('lab.step-call', isPaused, () => commands.step(program, 'call'))}
      {button('lab.run', isPaused, () => commands.step(program, 'run'))}
      {button('lab.pause', isGoing, () => commands.pause(program))}
      {button('lab.stop', isPaused || isGoing, () => commands.stop(program), true)}
    </div>
  );
}
