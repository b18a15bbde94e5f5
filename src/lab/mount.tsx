/**
 * Opens a lab in the place of its still. The element keeps its role and name; its inside becomes
 * ours. Called after the reader pressed a button, because everything a lab needs is loaded here.
 */
import './lab.css';
import './code.css';
import './toolbar.css';
import './programs.css';
import './source.css';
import './terminal.css';
import './wire.css';
import './ladder.css';
import './wire-controls.css';
import './frame.css';
import './network.css';
import './topology.css';
import './shells.css';
import './sockets.css';
import './layout.css';
import { effect } from '@preact/signals';
import { render } from 'preact';
import type { Scene } from '#protocol/lab';
import { sceneName } from '#protocol/recording';
import { connectionAt } from './connection.ts';
import { headerWordsAt } from './header-words.ts';
import { LabView } from './lab-view.tsx';
import { liveSource } from './live-source.ts';
import { pacingOf } from './pacing.ts';
import { hearPage, tellPage } from './page-events.ts';
import { fetchRecording, recordedSource } from './recorded-source.ts';
import type { Source } from './source.ts';
import { type View, viewOf } from './view.ts';
import { type Locale, loadWords, type Words } from './words.ts';

export type LabOptions = {
  lab: string;
  whatIf: string | null;
  locale: Locale;
  /** path the site is served under, with a slash at its end */
  base: string;
  /** a server that runs labs is there */
  live: boolean;
  mode: 'live' | 'recorded';
  /** The reader pressed a button for it: Next takes the focus. */
  takesFocus: boolean;
};

const mounted = new WeakMap<HTMLElement, AbortController>();

/**
 * Resolves when the lab stands (a live box may still be opening). Rejects when its files cannot be
 * loaded; the element is then as it was. Mounting again replaces what was mounted.
 */
export async function mountLab(element: HTMLElement, options: LabOptions): Promise<void> {
  const [words, scene, source] = await Promise.all([
    loadWords(options.locale),
    fetchScene(options),
    options.mode === 'recorded'
      ? fetchRecording(options.base, options.lab, options.whatIf).then(recordedSource)
      : undefined,
  ]);
  mounted.get(element)?.abort();
  const gone = new AbortController();
  mounted.set(element, gone);
  const opened = source ?? liveSource(connectionAt(options.base), scene);
  gone.signal.addEventListener('abort', () => opened.close(), { once: true });
  show(element, scene, opened, words, options, gone.signal);
}

function show(
  element: HTMLElement,
  scene: Scene,
  source: Source,
  words: Words,
  options: LabOptions,
  gone: AbortSignal,
): void {
  const view = viewOf(source);
  const pacing = pacingOf(scene, source, view, gone);
  const open = (mode: 'live' | 'recorded', whatIf: string | null) =>
    tellPage('sockscope:open', { lab: scene.lab, whatIf, mode });
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
      canGoLive={options.live}
      onOpen={open}
      loadHeaderWords={headerWordsAt(options.base, options.locale)}
      words={words}
    />,
    element,
  );
  hearPage('sockscope:goto', gone, ({ move }) => !source.live && pacing.goto(move));
  tellMoves(element, scene, source, view, gone);
  gone.addEventListener('abort', () => render(null, element), { once: true });
  if (options.takesFocus) element.querySelector<HTMLElement>('.lab-primary')?.focus({ preventScroll: true });
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
    tellPage('sockscope:trace', { lab, whatIf, trace: source.trace.value, moves });
  });
  gone.addEventListener('abort', stop, { once: true });
}

async function fetchScene({ base, lab, whatIf }: LabOptions): Promise<Scene> {
  const answer = await fetch(`${base}labs/${lab}/${sceneName(whatIf)}`);
  if (!answer.ok) throw new Error(`the scene of ${lab} could not be loaded: ${answer.status}`);
  return (await answer.json()) as Scene;
}
