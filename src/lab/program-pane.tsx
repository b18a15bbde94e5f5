/**
 * One program: its buttons, its source and its terminal. Where it has threads or forked children, one of
 * them is chosen: the source shows where that one stands, and the buttons step it.
 */
import { useState } from 'preact/hooks';
import type { StepHow } from '#protocol/events';
import type { Move, Program } from '#protocol/lab';
import type { ProgramState } from '#trace/fold';
import { DoingStrip } from './doing-strip.tsx';
import type { Edits } from './edits.ts';
import type { HostMark } from './hosts.ts';
import { lineNow } from './line-now.ts';
import type { Picking } from './pick.ts';
import { EditMark, ProgramEditor } from './program-editor.tsx';
import { useReadiness } from './readiness.tsx';
import type { Source } from './source.ts';
import { SourceList } from './source-list.tsx';
import { type FlowNow, flowNow, hasFailed, isWaitingForYou, useTask } from './task-choice.ts';
import { TaskTabs } from './task-tabs.tsx';
import { TerminalPane } from './terminal-pane.tsx';
import type { View } from './view.ts';
import { newestMove } from './walk.ts';
import type { WordKey, Words } from './words.ts';

export type ProgramCommands = {
  /** `task` undefined: the main thread */
  step(program: string, how: StepHow, task: string | undefined): void;
  pause(program: string, task: string | undefined): void;
  stop(program: string): void;
};

type ProgramPaneProps = {
  program: Program & { source: string };
  /** the lab’s */
  walk: readonly Move[];
  host: HostMark;
  source: Source;
  view: View;
  picking: Picking;
  /** Programs can be commanded: live, and the box stands. */
  canCommand: boolean;
  /** id of the note that says why not */
  whyNot: string | undefined;
  commands: ProgramCommands;
  /** It runs a text of the reader's own. */
  isEdited: boolean;
  edits: Edits;
  isLive: boolean;
  /** Opens a fresh box with what the editors hold. */
  onRunEdits: () => void;
  words: Words;
};

export function ProgramPane(props: ProgramPaneProps) {
  const { program, walk, host, source, view, picking, canCommand, words } = props;
  const { name } = program;
  // As it is at the moment that is shown; its buttons act on what it is in truth.
  const state = view.now.value.programs[name];
  const latest = view.latest.value.programs[name];
  const [task, choose] = useTask(state, newestMove(walk, view.now.value.moves, name));
  const [areAllShown, setAllShown] = useState(false);
  const [isEditing, setEditing] = useState(false);
  const flow = flowNow(state, task);
  const waits = isWaitingForYou(view.now.value, name, task);
  const canType = waits && canCommand && !view.isPast.value;
  return (
    <section
      class="lab-program"
      aria-label={name}
      style={host.style}
      data-program={name}
      data-status={flow.status}
      data-waits={canType}
      data-failed={hasFailed(flow)}
    >
      <header class="lab-program-head">
        <ProgramName program={program} host={host} words={words} />
        <EditMark {...props} />
        <button
          type="button"
          class="lab-button lab-small lab-edit"
          aria-expanded={isEditing}
          onClick={() => setEditing(!isEditing)}
        >
          {words.say('lab.edit')}
        </button>
        <Buttons {...props} latest={latest} task={task} />
      </header>
      <TaskTabs
        program={name}
        state={state}
        lab={view.now.value}
        trace={view.trace.value}
        task={task}
        onChoose={choose}
        words={words}
      />
      <div class="lab-program-body">
        <div class="lab-program-code">
          {isEditing ? (
            <ProgramEditor {...props} onRun={props.onRunEdits} />
          ) : (
            <SourceList
              program={program}
              state={state}
              flow={flow}
              line={lineNow(view.trace.value, name, task)}
              areAllShown={areAllShown}
              picking={picking}
              onBreakpoints={canCommand ? lines => source.setBreakpoints(name, lines) : undefined}
              words={words}
            />
          )}
          <DoingStrip
            lab={view.now.value}
            program={name}
            task={task}
            flow={flow}
            waits={waits}
            canType={canType}
            areAllShown={areAllShown}
            onShowAll={setAllShown}
            words={words}
          />
        </div>
        <TerminalPane program={name} source={source} view={view} waits={canType} words={words} />
      </div>
    </section>
  );
}

type ProgramNameProps = Pick<ProgramPaneProps, 'program' | 'host' | 'words'>;

/** The section is named by it already. */
const ProgramName = ({ program, host, words }: ProgramNameProps) => (
  <div class="lab-program-title">
    <span class="lab-program-name" aria-hidden="true">
      {program.name}
    </span>
    <span class="lab-host">
      <span class="lab-on-host">{words.say('lab.on-host', { host: host.name })}</span>{' '}
      {host.address && <span class="lab-host-address">{host.address}</span>}
    </span>
    <code class="lab-file">{program.file}</code>
  </div>
);

type ButtonsProps = Pick<ProgramPaneProps, 'program' | 'canCommand' | 'whyNot' | 'commands' | 'words'> & {
  latest: ProgramState | undefined;
  task: string | undefined;
};

function Buttons({ program: { name }, latest, task, canCommand, whyNot, commands, words }: ButtonsProps) {
  const { status }: Pick<FlowNow, 'status'> = flowNow(latest, task);
  const { miss } = useReadiness();
  const isPaused = canCommand && status === 'paused';
  const isGoing = canCommand && (status === 'running' || status === 'blocked');
  // The whole program is stopped, whatever the chosen thread does.
  const isAlive = canCommand && latest !== undefined && latest.status !== 'exited';
  const button = (key: WordKey, isOn: boolean, press: () => void, quiet = false) => (
    // aria-disabled and not disabled: a button that goes out while it has the focus would lose it.
    <button
      type="button"
      class={quiet ? 'lab-button lab-quiet' : 'lab-button'}
      aria-disabled={!isOn}
      aria-describedby={canCommand ? undefined : whyNot}
      onClick={isOn ? press : miss}
    >
      {words.say(key)}
    </button>
  );
  return (
    <div class="lab-buttons">
      {button('lab.step-line', isPaused, () => commands.step(name, 'line', task))}
      {button('lab.step-call', isPaused, () => commands.step(name, 'call', task))}
      {button('lab.run', isPaused, () => commands.step(name, 'run', task))}
      {button('lab.pause', isGoing, () => commands.pause(name, task))}
      {button('lab.stop', isAlive, () => commands.stop(name), true)}
    </div>
  );
}
