/** The workbench's own behaviour: its two sides, and the form that is drawn when the page has come. */
import { mountWorkbench } from '#lab/workbench';
import { noteIn } from './lab-slot.ts';
import { whatIsBehind } from './server.ts';
import { startSplitter } from './splitter.ts';
import { startWaysToLab } from './to-lab.ts';
import { startView } from './view.ts';

const page = document.querySelector<HTMLElement>('[data-workbench]');
const form = page?.querySelector<HTMLElement>('[data-workbench-form]');
const slot = page?.querySelector<HTMLElement>('.lab-slot');
if (page && form && slot) {
  const base = page.dataset.base ?? '/';
  startSplitter(page);
  const view = startView(page);
  startWaysToLab(page, () => view.show('lab'));
  void mountWorkbench({
    form,
    slot,
    base,
    locale: document.documentElement.lang === 'ko' ? 'ko' : 'en',
    behind: () => whatIsBehind(base),
    tell: noteIn(page),
    showLab: () => view.show('lab'),
  });
}
