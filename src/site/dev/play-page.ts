/** The play page's behaviour: a press on a state shows it, and the address keeps which one it is. */
import { frozenSource } from '#lab/frozen-source';
import { mountLab } from '#lab/mount';
import { tellPage } from '#lab/page-events';
import type { TraceEvent } from '#protocol/events';
import type { Scene } from '#protocol/lab';
import { startSplitter } from '../scripts/splitter.ts';
import { startView } from '../scripts/view.ts';
import { keyOf, momentOf, type PlayState, playStates } from './states.ts';

const page = document.querySelector<HTMLElement>('[data-play]');
const slot = page?.querySelector<HTMLElement>('.lab-slot');
if (page && slot) {
  const base = page.dataset.base ?? '/';
  startSplitter(page);
  const view = startView(page);
  const showAddressed = async (): Promise<void> => {
    const wanted = decodeURIComponent(location.hash.slice(1));
    const state = playStates.find(each => keyOf(each) === wanted);
    for (const link of page.querySelectorAll('[data-state]'))
      if (link.getAttribute('data-state') === wanted) link.setAttribute('aria-current', 'page');
      else link.removeAttribute('aria-current');
    if (state === undefined && wanted !== 'own') return;
    await show(slot, base, state);
    view.show('lab');
  };
  window.addEventListener('hashchange', () => void showAddressed());
  void showAddressed();
}

/** @param state undefined: the developer's own run, from its beginning */
async function show(slot: HTMLElement, base: string, state: PlayState | undefined): Promise<void> {
  delete slot.dataset.shown;
  const answer = await fetch(`${base}play/${state?.run ?? 'own'}.json`);
  const { scene, trace } = (await answer.json()) as { scene: Scene; trace: TraceEvent[] };
  const moment = state === undefined ? 0 : momentOf(trace, state.when);
  if (moment === undefined) throw new Error(`the run ${state?.run} has no such moment`);
  const own = { scene, trace };
  const frozen = state?.live && frozenSource(trace.slice(0, moment), state.live);
  await mountLab(slot, {
    ...{ lab: scene.lab, whatIf: scene.whatIf, base, live: true, takesFocus: false },
    locale: new URLSearchParams(location.search).get('lang') === 'ko' ? 'ko' : 'en',
    mode: frozen ? 'live' : 'recorded',
    own: frozen ? { ...own, source: frozen } : own,
  });
  if (!frozen && state)
    tellPage('sockscope:show', { lab: scene.lab, whatIf: scene.whatIf, moment, picked: null });
  for (const selector of state?.press ?? []) {
    await drawn();
    slot.querySelector<HTMLElement>(selector)?.click();
  }
  await drawn();
  slot.dataset.shown = state === undefined ? 'own' : keyOf(state);
}

/** After the frame that shows what was done last. */
const drawn = (): Promise<unknown> =>
  new Promise(resolve => requestAnimationFrame(() => requestAnimationFrame(resolve)));
