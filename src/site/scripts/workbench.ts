/** The workbench's own behaviour: its two sides, and the form that is drawn when the page has come. */
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
  // Its code is as much as that of a lab: the page is read meanwhile.
  const { mountWorkbench } = await import('#lab/workbench');
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
