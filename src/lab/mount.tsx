/**
 * Opens a lab in the place of its still. The element keeps its role and name; its inside becomes
 * ours. Called after the reader pressed a button, because everything a lab needs is loaded here.
 */
import './lab-styles.ts';
import { effect } from '@preact/signals';
import { render } from 'preact';
import type { TraceEvent } from '#protocol/events';
import type { Scene } from '#protocol/lab';
import type { PlainBecause } from '#protocol/messages';
import { inPlainBox } from '#protocol/plain-box';
import { withEdits } from '#protocol/scene';
import { type PageRecord, pageRecord } from '#record/page';
import type { Picked } from '#trace/belongs';
import { codeScale } from './code-size.ts';
import { type Connection, connectionAt } from './connection.ts';
import { type Edits, editsKey, editsOf } from './edits.ts';
import { headerWordsAt } from './header-words.ts';
import { bringPickIntoView } from './into-view.ts';
import { keepBreakpoints } from './kept-breakpoints.ts';
import { hearLabKeys } from './lab-keys.ts';
import { BitRuler, LabView, NetworkPane, RacePane } from './lab-view.tsx';
import { leaveOnEscape } from './leave-on-escape.ts';
import { liveSource } from './live-source.ts';
import { onceAFrame } from './once-a-frame.ts';
import { openAnewAs } from './open-anew.ts';
import { openQuestions } from './open-questions.ts';
import { pacingOf } from './pacing.ts';
import { hearPage, isScene, type LeftLab, type OpenScene, tellPage } from './page-events.ts';
import { type Picking, pickingOf } from './pick.ts';
import { haltOnPress, pauseFor, playingOf } from './playing.ts';
import { fetchRecording, recordedSource } from './recorded-source.ts';
import { isOnSlider, runThrough } from './run-through.ts';
import { fetchScene } from './scene-file.ts';
import { SLIDER_CLASS } from './scene-slider.tsx';
import type { Source } from './source.ts';
import { type View, viewOf } from './view.ts';
import { type Locale, loadWords, type Words } from './words.ts';

export { runInPlainBox } from './fits-plain.ts';

export type LabOptions = {
  lab: string;
  whatIf: string | null;
  locale: Locale;
  /** path the site is served under, with a slash at its end */
  base: string;
  /** a server that runs labs is there */
  live: boolean;
  /** It would run in a plain box, and why; absent or null: in a full one. */
  plain?: PlainBecause | null | undefined;
  mode: 'live' | 'recorded';
  /** The reader pressed a button for it: Next takes the focus. */
  takesFocus: boolean;
  /** The reader came to see it run: it goes to where the first question stands. */
  begins?: boolean;
  /** Shown instead of a lab of the course; its trace is the recording, unless its source is given. */
  own?: { scene: Scene; trace: readonly TraceEvent[]; source?: Source };
  /** What of a recording is shown first: its moment as a number of events, and what is picked there. */
  look?: { moment: number; picked: Picked | null };
  /** Its slider was moved, which then has the focus again. */
  bySlider?: boolean;
  /** Session of a live lab that another page of this tab has left. */
  session?: string;
  /** Edits of its programs; without them they are this lab's, in the browser's storage. */
  edits?: Edits;
  /** Opens it anew; without it the page is asked to, which has more labs and what-ifs. */
  onOpen?: (mode: 'live' | 'recorded', shown: { scene: Scene; trace: readonly TraceEvent[] }) => void;
};

const mounted = new WeakMap<HTMLElement, AbortController>();

/**
 * Resolves when the lab stands (a live box may still be opening). Rejects when its files cannot be
 * loaded; the element is then as it was. Mounting again replaces what was mounted.
 */
export async function mountLab(element: HTMLElement, options: LabOptions): Promise<void> {
  const isOurs = options.mode === 'live' && options.own?.source === undefined;
  const connection = isOurs ? connectionAt(options.base) : undefined;
  const letGo = connection?.warm();
  try {
    await mount(element, options, connection);
  } finally {
    letGo?.();
  }
}

/** @param connection of a lab that is live; it is being opened */
async function mount(
  element: HTMLElement,
  options: LabOptions,
  connection: Connection | undefined,
): Promise<void> {
  const { own, mode } = options;
  const [words, record, written, events] = await Promise.all([
    loadWords(options.locale),
    pageRecord(options.base),
    sceneWithPanes(options),
    mode === 'live' ? [] : (own?.trace ?? fetchRecording(options.base, options.lab, options.whatIf)),
  ]);
  const edits = options.edits ?? editsOf(localStorage, editsKey(written), written.programs);
  // A recording is of the text that ran.
  const ran = mode === 'live' ? withEdits(written, edits.running()) : written;
  // Other variants are the page's to open.
  const whole = options.onOpen ? { ...ran, whatIfs: [] } : ran;
  const scene = plainOf(options) ? inPlainBox(whole) : whole;
  mounted.get(element)?.abort();
  const gone = new AbortController();
  mounted.set(element, gone);
  const opened =
    own?.source ??
    (connection
      ? liveSource(connection, scene, options.session)
      : recordedSource(events, scene.edited ?? []));
  gone.signal.addEventListener('abort', () => opened.close(), { once: true });
  // What it asks of the server leaves before the drawing begins, so that the box opens meanwhile.
  await Promise.resolve();
  if (!gone.signal.aborted) show(element, { scene, edits, record }, opened, words, options, gone.signal);
}

const plainOf = ({ mode, plain = null }: LabOptions): PlainBecause | null => (mode === 'live' ? plain : null);

/** What is seen at once is there at once: a pane that came later would move the others. */
async function sceneWithPanes({ own, base, lab, whatIf }: LabOptions): Promise<Scene> {
  const scene = own?.scene ?? (await fetchScene(base, lab, whatIf));
  await Promise.all([
    scene.panes.includes('network') && NetworkPane.load(),
    scene.bits && BitRuler.load(),
    scene.panes.includes('race') && RacePane.load(),
  ]);
  return scene;
}

function show(
  element: HTMLElement,
  { scene, edits, record }: { scene: Scene; edits: Edits; record: PageRecord },
  source: Source,
  words: Words,
  options: LabOptions,
  gone: AbortSignal,
): void {
  const questions = openQuestions(scene, record, gone);
  const view = viewOf(source, questions.coverOf(source.all), source.live ? pacedOf(source, gone) : source);
  const picking = pickingOf(view);
  const pacing = pacingOf(scene, { source, view, questions, gone });
  const pause = () => (isOnSlider(scene) ? 0 : pauseFor(lettersToRead(element, view), options.locale));
  const playing = playingOf(scene, { source, view, pacing, pause, gone });
  const open: OpenScene = (mode, whatIf, bySlider = false) =>
    options.onOpen
      ? options.onOpen(mode, { scene, trace: source.trace.value })
      : tellPage('sockscope:open', { lab: scene.lab, whatIf, mode, bySlider });
  render(null, element);
  element.replaceChildren();
  element.classList.add('lab');
  element.dataset.mounted = options.mode;
  render(
    <LabView
      scene={scene}
      source={source}
      view={view}
      pacing={pacing}
      playing={playing}
      picking={picking}
      canGoLive={options.live}
      plain={plainOf(options)}
      onOpen={open}
      edits={edits}
      loadHeaderWords={headerWordsAt(options.base, options.locale)}
      words={words}
    />,
    element,
  );
  element.addEventListener('keydown', event => leaveOnEscape(event, view, picking), { signal: gone });
  keepBreakpoints(source, view, gone);
  haltOnPress(playing, gone);
  hearLabKeys(element, gone);
  const stopSizing = effect(() => element.style.setProperty('--code-scale', String(codeScale.value)));
  gone.addEventListener('abort', stopSizing, { once: true });
  hearPage('sockscope:show', gone, wanted => {
    if (!isScene(wanted, scene)) return;
    lookAt(wanted, element, view, picking);
    tellPage('sockscope:to-lab', {});
    // Where the text gives way to the lab, what was pressed is gone, and the focus with it.
    if (document.activeElement?.checkVisibility() !== true)
      element.querySelector<HTMLElement>('.lab-primary')?.focus({ preventScroll: true });
  });
  if (!options.own) hearPage('sockscope:leave', gone, ({ keep }) => keep(leftLab(scene, source)));
  hearPage('sockscope:goto', gone, ({ move }) => !source.live && pacing.goto(move));
  tellMoves(element, scene, source, view, gone);
  openAnewAs(source, plainOf(options) !== null, gone, () => open('live', scene.whatIf));
  gone.addEventListener('abort', () => render(null, element), { once: true });
  if (options.begins) pacing.begin();
  const first = options.bySlider ? `.${SLIDER_CLASS}` : '.lab-primary';
  if (options.takesFocus) element.querySelector<HTMLElement>(first)?.focus({ preventScroll: true });
  if (!options.look && !options.session) runThrough(scene, { source, pacing, playing, gone });
  if (options.look) lookAt(options.look, element, view, picking, { takesFocus: options.takesFocus });
}

/** Shows a moment and what is picked there; what is picked may take the focus, so that it is heard. */
function lookAt(
  { moment, picked }: { moment: number; picked: Picked | null },
  element: HTMLElement,
  view: View,
  picking: Picking,
  { takesFocus = false } = {},
): void {
  view.goTo(moment);
  picking.pick(picked);
  bringPickIntoView(element, takesFocus);
}

function leftLab({ lab, whatIf }: Scene, source: Source): LeftLab {
  return source.live
    ? { lab, whatIf, mode: 'live', session: source.session?.() }
    : { lab, whatIf, mode: 'recorded', moment: source.trace.peek().length };
}

/** Whoever sees that the lab has come to rest sees all that led to it. */
function pacedOf({ trace, moving, status }: Source, gone: AbortSignal): Pick<Source, 'trace' | 'all'> {
  const paced = onceAFrame(trace, [moving, status], gone);
  return { trace: paced, all: paced };
}

/** What the last move did, and the paragraph of the prose that tells it. */
function lettersToRead(element: HTMLElement, view: View): number {
  const move = view.latest.peek().moves.at(-1);
  const story = element.querySelector('.lab-story')?.textContent ?? '';
  const told = move === undefined ? null : document.querySelector(`[data-move="${move}"]`);
  return story.length + (told?.textContent ?? '').length;
}

/** Keeps the element's `data-move` and `data-busy`, and tells the page what was reached. */
function tellMoves(element: HTMLElement, scene: Scene, source: Source, view: View, gone: AbortSignal): void {
  const { lab, whatIf } = scene;
  let told = '';
  const stop = effect(() => {
    const { moves } = view.now.value;
    const move = moves.at(-1);
    element.dataset.busy = String(source.moving.value || source.status.value.kind === 'opening');
    if (move === undefined) delete element.dataset.move;
    else element.dataset.move = move;
    if (moves.join() === told) return;
    told = moves.join();
    tellPage('sockscope:move', { lab, whatIf, move: move ?? null });
    const run = { trace: source.trace.peek(), moves: view.latest.peek().moves };
    tellPage('sockscope:trace', { lab, whatIf, ...run, plain: Boolean(source.plain?.peek()) });
  });
  gone.addEventListener('abort', stop, { once: true });
}
