/**
 * A whole lab: the toolbar over its panes. Everything drawn is a function of the folded trace; what
 * is pressed goes to the source.
 */
import { useComputed } from '@preact/signals';
import { useId, useMemo } from 'preact/hooks';
import type { Scene } from '#protocol/lab';
import { doingText, waitingText } from './doing.ts';
import { downloadCapture } from './download.ts';
import type { LoadHeaderWords } from './header-words.ts';
import { hostMarks, markOf } from './hosts.ts';
import { lastSentence } from './last-sentence.ts';
import { lineNow } from './line-now.ts';
import { NetworkPane } from './network-pane.tsx';
import type { Pacing } from './pacing.ts';
import { ProgramPane } from './program-pane.tsx';
import { Shells } from './shells.tsx';
import { SocketsPane } from './sockets-pane.tsx';
import type { Source } from './source.ts';
import { TerminalPane } from './terminal-pane.tsx';
import { focusNext, Toolbar } from './toolbar.tsx';
import { Trouble, troubleText } from './trouble.tsx';
import type { View } from './view.ts';
import { nextMove } from './walk.ts';
import { WirePane } from './wire-pane.tsx';
import { wireRows } from './wire-rows.ts';
import type { Words } from './words.ts';

export type LabViewProps = {
  scene: Scene;
  source: Source;
  view: View;
  pacing: Pacing;
  /** "Run it live" can be offered. */
  canGoLive: boolean;
  onOpen: (mode: 'live' | 'recorded', whatIf: string | null) => void;
  loadHeaderWords: LoadHeaderWords;
  words: Words;
};

export function LabView(props: LabViewProps) {
  const { scene, source, view, loadHeaderWords, words } = props;
  const hosts = useMemo(() => hostMarks(scene.network), [scene]);
  const now = view.now.value;
  const before = view.before.value;
  const rows = useComputed(() => wireRows(view.now.value.frames)).value;
  return (
    <>
      <LabToolbar {...props} />
      <div class="lab-panes">
        <Programs {...props} />
        <Shells hosts={hosts} source={source} now={now} words={words} />
        {scene.panes.includes('network') && (
          <NetworkPane scene={scene} hosts={hosts} source={source} now={now} before={before} words={words} />
        )}
        {scene.panes.includes('sockets') && (
          <SocketsPane hosts={hosts} now={now} before={before} words={words} />
        )}
        {scene.panes.includes('wire') && (
          <WirePane
            hosts={hosts}
            rows={rows}
            now={now}
            source={source}
            loadHeaderWords={loadHeaderWords}
            words={words}
          />
        )}
      </div>
    </>
  );
}

function LabToolbar({ scene, source, view, pacing, canGoLive, onOpen, words }: LabViewProps) {
  const now = view.now.value;
  const trouble = troubleText(source.status.value, source.refused.value, now.fault, words);
  const asked = pacing.asked.value;
  const next = nextMove(scene.walk, now.moves);
  const isMoving = source.moving.value;
  const waiting = isMoving && next ? waitingText(now, next.program, words) : undefined;
  const last = lastSentence(source.trace.value, source.mark.value, view.at, words);
  const status =
    trouble ?? (asked ? words.say('lab.predict-first') : (waiting ?? last ?? words.say('lab.status.begin')));
  return (
    <Toolbar
      scene={scene}
      live={source.live}
      canGoLive={canGoLive}
      next={next}
      isMoving={isMoving}
      isOpening={source.status.value.kind === 'opening'}
      isReady={source.status.value.kind === 'ready'}
      status={status}
      isTrouble={trouble !== undefined}
      hasFrames={now.frames.length > 0}
      onDownload={() => downloadCapture(scene, source.trace.value)}
      onNext={pacing.next}
      onReset={pacing.reset}
      onOpen={onOpen}
      words={words}
    >
      {asked && (
        <div class="lab-status-buttons">
          <button type="button" class="lab-button" onClick={pacing.showQuestion}>
            {words.say('lab.to-question')}
          </button>
          <button
            type="button"
            class="lab-button lab-quiet"
            onClick={event => {
              pacing.skip();
              focusNext(event.currentTarget);
            }}
          >
            {words.say('lab.just-show-me')}
          </button>
        </div>
      )}
      {source.live && now.frames.some(({ status }) => status === 'held') && <ToWaiting words={words} />}
      <Trouble source={source} onRecording={() => onOpen('recorded', scene.whatIf)} words={words} />
    </Toolbar>
  );
}

/** Seen only with the focus on it: between Next and the wire lie two terminals, a long way for the keyboard. */
const ToWaiting = ({ words }: { words: Words }) => (
  <button
    type="button"
    class="lab-button lab-small lab-skip"
    onClick={({ currentTarget }) => {
      const waiting = currentTarget.closest('.lab')?.querySelectorAll<HTMLElement>('.lab-waiting-buttons');
      [...(waiting ?? [])].at(-1)?.querySelector('button')?.focus();
    }}
  >
    {words.say('lab.to-waiting')}
  </button>
);

function Programs({ scene, source, view, words }: LabViewProps) {
  const note = useId();
  const hosts = useMemo(() => hostMarks(scene.network), [scene]);
  const now = view.now.value;
  const isReady = source.status.value.kind === 'ready';
  // In the order of the machines, so that programs stand over their lanes of the ladder.
  const programs = scene.programs.toSorted(
    (a, b) => markOf(hosts, a.host).index - markOf(hosts, b.host).index,
  );
  return (
    <div class="lab-pane">
      <div class="lab-programs" data-count={programs.length}>
        {programs.map(program => (
          <ProgramPane
            key={program.name}
            program={program}
            host={markOf(hosts, program.host)}
            state={now.programs[program.name]}
            line={lineNow(source.trace.value, program.name)}
            doing={doingText(now, program.name, words)}
            canCommand={source.live && isReady}
            whyNot={source.live ? undefined : note}
            commands={source}
            words={words}
          >
            <TerminalPane program={program.name} source={source} words={words} />
          </ProgramPane>
        ))}
      </div>
      {!source.live && (
        <p class="lab-remark" id={note}>
          {words.say('lab.recorded-note')}
        </p>
      )}
    </div>
  );
}
