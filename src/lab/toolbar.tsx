/**
 * What drives the whole lab: Next with the move it will make, Reset, the variant, and the last event
 * in words. A refusal stands where the events stand.
 */
import type { ComponentChildren } from 'preact';
import type { Move, Scene } from '#protocol/lab';
import type { Mode } from './mode.ts';
import type { OpenScene } from './page-events.ts';
import { PLAY_CLASS, type Playing } from './playing.ts';
import { useReadiness } from './readiness.tsx';
import { useId } from './use-id.ts';
import type { Words } from './words.ts';

type ToolbarProps = {
  scene: Scene;
  live: boolean;
  mode: Mode;
  /** "Run it live" can be offered. */
  canGoLive: boolean;
  next: Move | undefined;
  /** where to look while it is made */
  watch: string | undefined;
  playing: Playing;
  /** what Next does; or, when it does nothing, why */
  aim: string;
  hasNext: boolean;
  isMoving: boolean;
  isOpening: boolean;
  /** a fresh box can be asked for */
  canReset: boolean;
  /** the last event, or what to do instead of going on */
  status: string;
  /** The reader has gone to this moment: the way that led there has told it. */
  isSought: boolean;
  /** of the element that tells it */
  statusId: string;
  /** what happened in the last move */
  story: ComponentChildren;
  /** It stands in the place of the status, which then is only heard. */
  isStoryShown: boolean;
  /** what is wanted now and then */
  tools: ComponentChildren;
  /** a short way for the keyboard from Next to what waits below */
  skip: ComponentChildren;
  isTrouble: boolean;
  /** there is something to capture */
  hasFrames: boolean;
  onDownload: () => void;
  /** nothing has happened yet */
  isEmpty: boolean;
  onSave: () => void;
  onNext: () => void;
  onReset: () => void;
  onOpen: OpenScene;
  words: Words;
  /** buttons that belong to the status */
  children: ComponentChildren;
};

export function Toolbar(props: ToolbarProps) {
  const { scene, live, canGoLive, words, onOpen } = props;
  return (
    <header class="lab-toolbar">
      <div class="lab-title-row">
        <h2 class="lab-title">{scene.title[words.locale]}</h2>
        <span class="lab-mode" data-live={props.mode === 'live' || props.mode === 'plain'}>
          {words.say(`lab.mode.${props.mode}`)}
        </span>
        <Variants scene={scene} live={live} words={words} onOpen={onOpen} />
        {!live && canGoLive && (
          <button type="button" class="lab-button" onClick={() => onOpen('live', scene.whatIf)}>
            {words.say('lab.open-live')}
          </button>
        )}
        {props.tools}
        <DownloadButton {...props} />
        <SaveButton {...props} />
      </div>
      <div class="lab-next-row" data-busy={props.isMoving || props.isOpening}>
        <NextButton {...props} />
        <div class="lab-status" data-trouble={props.isTrouble}>
          <p
            role="status"
            aria-live={props.isSought ? 'off' : 'polite'}
            id={props.statusId}
            class={props.isStoryShown ? 'lab-unseen' : undefined}
          >
            {props.status}
          </p>
          {props.story}
          {props.children}
        </div>
      </div>
    </header>
  );
}

/** Its whole name would not fit beside a lab's title. */
function DownloadButton({ hasFrames, onDownload, words }: ToolbarProps) {
  const name = words.say('lab.download-capture');
  return (
    <button
      type="button"
      class="lab-button lab-quiet"
      aria-label={name}
      title={name}
      aria-disabled={!hasFrames}
      onClick={() => hasFrames && onDownload()}
    >
      <span aria-hidden="true">↓&nbsp;</span>
      {words.say('lab.capture')}
    </button>
  );
}

function SaveButton({ isEmpty, onSave, words }: ToolbarProps) {
  const name = words.say('lab.download-run');
  return (
    <button
      type="button"
      class="lab-button lab-quiet"
      aria-label={name}
      title={words.say('lab.download-run.what')}
      aria-disabled={isEmpty}
      onClick={() => !isEmpty && onSave()}
    >
      <span aria-hidden="true">↓&nbsp;</span>
      {words.say('lab.run-file')}
    </button>
  );
}

function NextButton(props: ToolbarProps) {
  const { scene, next, aim, hasNext, watch, isMoving, playing, canReset, statusId, onNext, onReset, words } =
    props;
  const aimId = useId();
  const { isReady, why, miss } = useReadiness();
  const isOn = hasNext && isReady && !isMoving;
  const isPlaying = playing.isOn.value;
  return (
    <div class="lab-next">
      <button
        type="button"
        class="lab-button lab-primary"
        aria-disabled={!isOn}
        aria-busy={isMoving}
        aria-describedby={isReady ? aimId : `${aimId} ${why}`}
        aria-keyshortcuts="Alt+N"
        title={words.say('lab.next.keys')}
        onClick={isOn ? onNext : miss}
      >
        {words.say('lab.next')}
      </button>
      {props.skip}
      <button
        type="button"
        class={`lab-button lab-quiet ${PLAY_CLASS}`}
        aria-pressed={isPlaying}
        aria-disabled={!isOn && !isPlaying}
        title={words.say('lab.play.what')}
        onClick={playing.toggle}
      >
        <span aria-hidden="true">{isPlaying ? '❚❚' : '▶'}&nbsp;</span>
        {words.say('lab.play')}
      </button>
      <button
        type="button"
        class="lab-button lab-quiet"
        aria-disabled={!canReset}
        aria-describedby={canReset ? undefined : statusId}
        onClick={onReset}
      >
        {words.say('lab.reset')}
      </button>
      <p class="lab-aim" id={aimId}>
        {next && <span class="lab-aim-place">{placeText(next, scene.walk, words)}</span>} <span>{aim}</span>{' '}
        {watch && <span class="lab-watch">{watch}</span>}
      </p>
    </div>
  );
}

const placeText = (next: Move, walk: readonly Move[], words: Words): string =>
  words.say('lab.aim.place', { n: walk.indexOf(next) + 1, total: walk.length });

function Variants({ scene, live, words, onOpen }: Pick<ToolbarProps, 'scene' | 'live' | 'words' | 'onOpen'>) {
  if (scene.whatIfs.length === 0) return null;
  return (
    <select
      class="lab-variants"
      aria-label={words.say('lab.variant')}
      value={scene.whatIf ?? ''}
      onChange={event => onOpen(live ? 'live' : 'recorded', event.currentTarget.value || null)}
    >
      <option value="">{words.say('lab.variant.none')}</option>
      {inMenu(scene).map(({ id, title }) => (
        <option key={id} value={id}>
          {words.say('lab.variant.what-if', { title: title[words.locale] })}
        </option>
      ))}
    </select>
  );
}

/** The places of a slider are the slider's, but for the one that is shown. */
const inMenu = ({ whatIfs, whatIf, slider }: Scene): Scene['whatIfs'] =>
  whatIfs.filter(({ id }) => id === whatIf || slider?.whatIfs.includes(id) !== true);

/** Before a button that was pressed goes away: the focus would be lost with it. */
export const focusNext = (pressed: HTMLElement): void =>
  pressed.closest('.lab-toolbar')?.querySelector<HTMLElement>('.lab-primary')?.focus();
