/**
 * What drives the whole lab: Next with the move it will make, Reset, the variant, and the last event
 * in words. A refusal stands where the events stand.
 */
import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';
import type { Move, Scene } from '#protocol/lab';
import { writtenName } from './call-names.ts';
import type { Words } from './words.ts';

type ToolbarProps = {
  scene: Scene;
  live: boolean;
  /** "Run it live" can be offered. */
  canGoLive: boolean;
  next: Move | undefined;
  isMoving: boolean;
  isOpening: boolean;
  isReady: boolean;
  /** the last event, or what to do instead of going on */
  status: string;
  isTrouble: boolean;
  /** there is something to capture */
  hasFrames: boolean;
  onDownload: () => void;
  onNext: () => void;
  onReset: () => void;
  onOpen: (mode: 'live' | 'recorded', whatIf: string | null) => void;
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
        <span class="lab-mode" data-live={live}>
          {words.say(live ? 'lab.mode.live' : 'lab.mode.recorded')}
        </span>
        <Variants scene={scene} live={live} words={words} onOpen={onOpen} />
        {!live && canGoLive && (
          <button type="button" class="lab-button" onClick={() => onOpen('live', scene.whatIf)}>
            {words.say('lab.open-live')}
          </button>
        )}
        <DownloadButton {...props} />
        <button type="button" class="lab-button lab-quiet" onClick={props.onReset}>
          {words.say('lab.reset')}
        </button>
      </div>
      <div class="lab-next-row" data-busy={props.isMoving || props.isOpening}>
        <NextButton {...props} />
        <div class="lab-status" data-trouble={props.isTrouble}>
          <p role="status">{props.status}</p>
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

function NextButton({ next, isMoving, isReady, onNext, words }: ToolbarProps) {
  const aim = useId();
  const isOn = next !== undefined && isReady && !isMoving;
  return (
    <div class="lab-next">
      <button
        type="button"
        class="lab-button lab-primary"
        aria-disabled={!isOn}
        aria-busy={isMoving}
        aria-describedby={aim}
        onClick={() => isOn && onNext()}
      >
        {words.say('lab.next')}
      </button>
      <span class="lab-aim" id={aim}>
        {next ? aimText(next, words) : words.say('lab.aim.over')}
      </span>
    </div>
  );
}

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
      {scene.whatIfs.map(({ id, title }) => (
        <option key={id} value={id}>
          {words.say('lab.variant.what-if', { title: title[words.locale] })}
        </option>
      ))}
    </select>
  );
}

/** Before a button that was pressed goes away: the focus would be lost with it. */
export const focusNext = (pressed: HTMLElement): void =>
  pressed.closest('.lab-toolbar')?.querySelector<HTMLElement>('.lab-primary')?.focus();

/** What is done first; then which program goes on, and until when. */
export function aimText({ types, wire, ...move }: Move, words: Words): string {
  const typed = types === undefined ? [] : words.say('lab.aim.types', { text: types.trim() });
  const handled = wire?.waiting === undefined ? [] : words.say(`lab.aim.waiting.${wire.waiting}`);
  return [handled, typed, untilText(move, words)].flat().join(' ');
}

function untilText({ program, until }: Pick<Move, 'program' | 'until'>, words: Words): string {
  if ('returned' in until) return words.say('lab.aim.returned', { program, call: until.returned });
  if ('blocked' in until) return words.say('lab.aim.blocked', { program, call: writtenName(until.blocked) });
  if ('line' in until) return words.say('lab.aim.line', { program, line: until.line });
  if ('held' in until) return words.say('lab.aim.held', { program });
  return words.say('lab.aim.exited', { program });
}
