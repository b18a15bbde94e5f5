/** The page of reviews: a sitting of what is due, questions of one topic, or the one that the address names. */
import type { Ask, Plan } from '#lab/quiz';
import { isGenerator } from '#quiz/catalogue';
import { quizOptions } from './asked-questions.ts';
import { seedIn } from './question-address.ts';
import { startReviewDue } from './review-due.ts';

const page = document.querySelector<HTMLElement>('[data-review]');
const place = page?.querySelector<HTMLElement>('[data-review-question]');
const slot = place?.querySelector<HTMLElement>('.quiz-slot');
const due = page?.querySelector<HTMLElement>('[data-review-due]');
if (page && place && slot && due) {
  const options = quizOptions(page.dataset.base ?? '/', document.documentElement.lang === 'ko' ? 'ko' : 'en');
  let shown = new AbortController();
  const ask = async (planOf: (quiz: typeof import('#lab/quiz')) => Plan): Promise<void> => {
    const quiz = await import('#lab/quiz');
    shown.abort();
    shown = new AbortController();
    place.hidden = false;
    await quiz.mountQuiz(slot, { ...options, plan: planOf(quiz), signal: shown.signal });
    place.scrollIntoView({ block: 'nearest' });
  };
  startReviewDue(due, topics => void ask(({ fixedPlan }) => fixedPlan(topics.filter(isGenerator))));
  for (const button of page.querySelectorAll<HTMLButtonElement>('[data-review-topic]')) {
    const of = button.dataset.reviewTopic ?? '';
    if (!isGenerator(of)) continue;
    button.addEventListener(
      'click',
      () => void ask(({ newSeed }) => ({ next: () => ({ of, seed: newSeed(), slip: null }), total: null })),
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
