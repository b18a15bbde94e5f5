/** The page on which a kernel decides: the question that the address names, and its box beside it. */
import { isGenerator } from '#quiz/catalogue';
import { noteIn } from './lab-slot.ts';
import { saidIn, seedIn } from './question-address.ts';
import { whatIsBehind } from './server.ts';
import { startSplitter } from './splitter.ts';
import { startWaysToLab } from './to-lab.ts';
import { startView } from './view.ts';

const page = document.querySelector<HTMLElement>('[data-prove]');
const element = page?.querySelector<HTMLElement>('[data-proof]');
const slot = page?.querySelector<HTMLElement>('.lab-slot');
if (page && element && slot) void startProof(page, element, slot);

async function startProof(page: HTMLElement, element: HTMLElement, slot: HTMLElement): Promise<void> {
  startSplitter(page);
  const view = startView(page);
  startWaysToLab(page, () => view.show('lab'));
  const query = new URLSearchParams(location.search);
  const of = query.get('of') ?? '';
  const seed = seedIn(location.search);
  if (!isGenerator(of) || seed === undefined) return;
  const base = page.dataset.base ?? '/';
  const { mountProof } = await import('#lab/quiz-proof');
  await mountProof({
    ...{ element, slot, base, ask: { of, seed, slip: query.get('slip') }, said: saidIn(location.search) },
    locale: document.documentElement.lang === 'ko' ? 'ko' : 'en',
    title: { en: 'Prove it', ko: '커널로 확인하기' },
    behind: () => whatIsBehind(base),
    tell: noteIn(page),
    showLab: () => view.show('lab'),
  });
}
