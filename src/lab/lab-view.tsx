/**
 * A whole lab: the toolbar over its panes. Everything drawn is a function of the folded trace; what
 * is pressed goes to the source.
 */
import { useComputed } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useMemo } from 'preact/hooks';
import type { Move, Scene } from '#protocol/lab';
import type { PlainBecause } from '#protocol/messages';
import { whatToWatch } from '#trace/what-to-watch';
import { aimOf } from './aim.ts';
import { Answered } from './answered.tsx';
import type { BitRulerProps } from './bit-ruler.tsx';
import { waitingText } from './doing.ts';
import { downloadCapture, downloadRun } from './download.ts';
import { type Edits, editedIn } from './edits.ts';
import type { LoadHeaderWords } from './header-words.ts';
import { type HostMark, hostMarks } from './hosts.ts';
import { useViewsInTurn } from './in-turn.ts';
import { lastSentence } from './last-sentence.ts';
import { lazily } from './lazily.tsx';
import { modeOf } from './mode.ts';
import type { NetworkPaneProps } from './network-pane.tsx';
import type { Pacing } from './pacing.ts';
import type { OpenScene } from './page-events.ts';
import { PastMark } from './past-mark.tsx';
import type { Picking } from './pick.ts';
import { PlainNote } from './plain-note.tsx';
import type { Playing } from './playing.ts';
import { Programs } from './programs.tsx';
import type { RacePaneProps } from './race-pane.tsx';
import { ReadinessOf } from './readiness.tsx';
import { SceneSlider } from './scene-slider.tsx';
import { Shells } from './shells.tsx';
import { useShells } from './shells-state.ts';
import { SocketsPane } from './sockets-pane.tsx';
import type { Source } from './source.ts';
import { MoveStory, storyText, useStory, useStoryOpen } from './story.tsx';
import { TimelinePane } from './timeline-pane.tsx';
import { ToWaiting } from './to-waiting.tsx';
import { focusNext, Toolbar } from './toolbar.tsx';
import { Tools } from './tools.tsx';
import { isComing, Trouble, troubleText } from './trouble.tsx';
import { useId } from './use-id.ts';
import type { View } from './view.ts';
import { nextMove } from './walk.ts';
import { WirePane } from './wire-pane.tsx';
import { openWireRows } from './wire-rows.ts';
import type { Words } from './words.ts';

export type LabViewProps = {
  scene: Scene;
  source: Source;
  view: View;
  pacing: Pacing;
  playing: Playing;
  picking: Picking;
  /** "Run it live" can be offered. */
  canGoLive: boolean;
  /** its box is a plain one, and why */
  plain: PlainBecause | null;
  onOpen: OpenScene;
  edits: Edits;
  loadHeaderWords: LoadHeaderWords;
  words: Words;
};

/** Few labs have it, and it is large. */
export const NetworkPane = lazily<NetworkPaneProps>(
  async () => (await import('./network-pane.tsx')).NetworkPane,
);

export const BitRuler = lazily<BitRulerProps>(async () => (await import('./bit-ruler.tsx')).BitRuler);

/** One lesson has it. */
export const RacePane = lazily<RacePaneProps>(async () => (await import('./race-pane.tsx')).RacePane);

export function LabView(props: LabViewProps) {
  const { scene, source, picking, loadHeaderWords, words } = props;
  const [first, second, third, fourth] = useViewsInTurn(props.view);
  const hosts = useMemo(() => hostMarks(scene.network), [scene]);
  const shells = useShells(source);
  const statusId = useId();
  const tools = <Tools hosts={hosts} shells={shells} source={source} words={words} />;
  const common = { scene, hosts, source, picking, words };
  const sockets = scene.panes.includes('sockets') && <Sockets {...common} view={second} />;
  const isAboutBytes = scene.socketsView === 'bytes';
  return (
    <ReadinessOf source={source} why={statusId}>
      <LabToolbar {...props} view={fourth} statusId={statusId} tools={tools} />
      {props.plain && <PlainNote because={props.plain} words={words} />}
      <SceneSlider scene={scene} live={source.live} onOpen={props.onOpen} words={words} />
      <div class="lab-panes">
        {isAboutBytes && sockets}
        {scene.panes.includes('race') && <Race {...common} view={second} />}
        {scene.bits && <BitRuler {...common} ruling={scene.bits} view={second} />}
        <Programs
          {...common}
          view={first}
          statusId={statusId}
          edits={props.edits}
          onRunEdits={() => props.onOpen('live', scene.whatIf)}
        />
        <Shells {...common} shells={shells} view={first} />
        {scene.panes.includes('network') && <Network {...common} view={second} />}
        {!isAboutBytes && sockets}
        {scene.panes.includes('wire') && <Wire {...common} view={third} loadHeaderWords={loadHeaderWords} />}
      </div>
      <TimelinePane {...common} view={fourth} isLive={source.live} />
    </ReadinessOf>
  );
}

type PaneProps = Pick<LabViewProps, 'scene' | 'source' | 'view' | 'picking' | 'words'> & {
  hosts: readonly HostMark[];
};

const Network = ({ view, ...props }: PaneProps) => (
  <NetworkPane {...props} now={view.now.value} before={view.before.value} />
);

const Race = ({ scene, ...props }: PaneProps) => <RacePane {...props} now={props.view.now.value} />;

const Sockets = (props: PaneProps) => {
  const { scene, source, view } = props;
  const isLive = source.live && source.status.value.kind === 'ready';
  const { socketsView = 'table' } = scene;
  return (
    <SocketsPane
      {...props}
      now={view.now.value}
      before={view.before.value}
      isLive={isLive}
      firstView={socketsView}
    />
  );
};

function Wire(props: PaneProps & Pick<LabViewProps, 'loadHeaderWords'>) {
  const { view } = props;
  const readRows = useMemo(openWireRows, [view]);
  const rows = useComputed(() => readRows(view.now.value.frames)).value;
  return <WirePane {...props} rows={rows} now={view.now.value} />;
}

type LabToolbarProps = LabViewProps & { statusId: string; tools: ComponentChildren };

function LabToolbar(props: LabToolbarProps) {
  const { scene, source, view, pacing, playing, picking, canGoLive, onOpen, words, statusId, tools } = props;
  const now = view.latest.value;
  const asked = pacing.asked.value;
  const next = nextMove(scene.walk, now.moves);
  const aim = aimOf(scene, { live: source.live, ...view.paced }, now, words);
  const watch = next && whatToWatch(next, now, { hasWire: scene.panes.includes('wire') });
  const [isStoryOpen, toggleStory] = useStoryOpen();
  const story = useStory(scene, view);
  const { text, isTrouble, isUrgent } = statusOf(props, next);
  const isStoryShown = story !== null && story.lines.length > 0 && isStoryOpen && !isUrgent;
  return (
    <Toolbar
      scene={scene}
      live={source.live}
      mode={modeOf(source)}
      canGoLive={canGoLive}
      next={next}
      aim={aim.text}
      hasNext={aim.hasNext}
      watch={watch ? words.tell(watch) : undefined}
      playing={playing}
      isMoving={source.moving.value}
      isOpening={source.status.value.kind === 'opening'}
      canReset={source.life === undefined || source.life.connection.value === 'open'}
      status={isStoryShown && !view.isPast.value ? storyText(story, words) : text}
      isSought={view.isPast.value || source.sought.value}
      statusId={statusId}
      isStoryShown={isStoryShown}
      story={
        story !== null && (
          <MoveStory
            story={story}
            isOpen={isStoryShown}
            onToggle={toggleStory}
            view={view}
            picking={picking}
            words={words}
          />
        )
      }
      tools={tools}
      skip={source.live && now.frames.some(({ status }) => status === 'held') && <ToWaiting words={words} />}
      isTrouble={isTrouble}
      hasFrames={now.frames.length > 0}
      onDownload={() => downloadCapture(scene, source.trace.value)}
      isEmpty={now.moment === 0}
      onSave={() => downloadRun({ ...scene, edited: editedIn(scene, source) }, source.trace.value)}
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
      <Answered words={words} />
      <PastMark view={view} words={words} />
      <Trouble source={source} onRecording={() => onOpen('recorded', scene.whatIf)} words={words} />
    </Toolbar>
  );
}

type Status = {
  text: string;
  isTrouble: boolean;
  /** it must be read now, whatever else there is to tell */
  isUrgent: boolean;
};

/** What stands in the way of going on, else the last event in words. */
function statusOf({ source, view, pacing, words }: LabViewProps, next: Move | undefined): Status {
  const now = view.latest.value;
  const trouble = troubleText(source.status.value, source.refused.value, now.fault, words);
  if (trouble !== undefined)
    return { text: trouble, isTrouble: !isComing(source.status.value), isUrgent: true };
  if (pacing.asked.value !== null)
    return { text: words.say('lab.predict-first'), isTrouble: false, isUrgent: true };
  const isWaiting = source.moving.value && next !== undefined && !view.isPast.value;
  const waiting = isWaiting ? waitingText(now, next.program, words) : undefined;
  if (waiting !== undefined) return { text: waiting, isTrouble: false, isUrgent: true };
  const last = lastSentence(view.trace.value, view.mark.value, view.at, words);
  return { text: last ?? words.say('lab.status.begin'), isTrouble: false, isUrgent: false };
}
