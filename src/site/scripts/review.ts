/** The page of all topics: a press asks questions of one, an address one question. */
import type { Ask, Plan } from '#lab/quiz';
import { isGenerator } from '#quiz/catalogue';
import { questionAddress, seedIn } from './question-address.ts';

const page = document.querySelector<HTMLElement>('[data-review]');
const place = page?.querySelector<HTMLElement>('[data-review-question]');
const slot = place?.querySelector<HTMLElement>('.quiz-slot');
if (page && place && slot) {
  const base = page.dataset.base ?? '/';
  const locale = document.documentElement.lang === 'ko' ? 'ko' : 'en';
  let shown = new AbortController();
  const ask = async (planOf: (newSeed: () => number) => Plan): Promise<void> => {
    const { mountQuiz, newSeed } = await import('#lab/quiz');
    shown.abort();
    shown = new AbortController();
    place.hidden = false;
    const addressOf = (each: Ask) => questionAddress(base, locale, each);
    await mountQuiz(slot, { locale, plan: planOf(newSeed), addressOf, signal: shown.signal });
    place.scrollIntoView({ block: 'nearest' });
  };
  for (const button of page.querySelectorAll<HTMLButtonElement>('[data-review-topic]')) {
    const of = button.dataset.reviewTopic ?? '';
    if (!isGenerator(of)) continue;
    button.addEventListener(
      'click',
      () => void ask(newSeed => ({ next: () => ({ of, seed: newSeed(), slip: null }), total: null })),
    );
  }
  const query = new URLSearchParams(location.search);
  const of = query.get('of') ?? '';
  const seed = seedIn(location.search);
  if (isGenerator(of) && seed !== undefined) {
    const one: Ask = { of, seed, slip: query.get('slip') };
    void ask(() => ({ next: answered => (answered.length === 0 ? one : null), total: 1 }));
  }
}
