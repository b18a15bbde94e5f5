/**
 * Questions from generators, one after the other, in the place that a page has for them. A chunk of its
 * own with texts of its own: a page that shows none carries nothing of it.
 */
import './quiz.css';
import './quiz-shown.css';
import { render } from 'preact';
import type { Answers } from '#quiz/question';
import type { Answered, Ask, Plan } from './quiz-plan.ts';
import { QuizRun } from './quiz-run.tsx';
import { loadTexts } from './quiz-texts.ts';
import type { Locale } from './words.ts';

export { drillPlan } from './drill-plan.ts';
export { type Answered, type Ask, fixedPlan, newSeed, type Plan } from './quiz-plan.ts';

export type QuizOptions = {
  locale: Locale;
  plan: Plan;
  /** where one question stands by itself, for who wants to pass it on */
  addressOf: (ask: Ask) => string;
  /** where the kernel decides it, with what was answered */
  proofOf?: (ask: Ask, said: Answers) => string;
  /** by topic, the page whose lab shows what a question asks about; null: there is none */
  labs?: () => Promise<Readonly<Record<string, { title: string; path: string } | null>>>;
  /** hears of every answer that was judged */
  onAnswer?: (answered: Answered) => void;
  signal?: AbortSignal;
};

/** Takes the inside of the element; the focus goes to the first question. */
export async function mountQuiz(element: HTMLElement, options: QuizOptions): Promise<void> {
  const { locale, plan, addressOf, proofOf, labs, onAnswer, signal } = options;
  const [texts, ways = {}] = await Promise.all([loadTexts(locale), labs?.()]);
  element.replaceChildren();
  render(
    <QuizRun
      plan={plan}
      texts={texts}
      addressOf={addressOf}
      proofOf={proofOf}
      labs={ways}
      onAnswer={onAnswer}
    />,
    element,
  );
  signal?.addEventListener('abort', () => render(null, element), { once: true });
}
