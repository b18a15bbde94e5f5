/** Questions begin when the reader presses, or at once where the address names a seed and a place (#warm-up). */
import type { GeneratorId } from '#quiz/catalogue';
import type { LessonPage } from './lesson-page.ts';
import { questionAddress, seedIn } from './question-address.ts';

export function startQuizzes({ lesson, locale, base }: LessonPage): void {
  for (const section of lesson.querySelectorAll<HTMLElement>('[data-quiz]')) {
    const button = section.querySelector<HTMLButtonElement>('[data-quiz-begin]');
    const slot = section.querySelector<HTMLElement>('.quiz-slot');
    if (button === null || slot === null) continue;
    const begin = async (): Promise<void> => {
      button.disabled = true;
      const generators = (section.dataset.quiz ?? '').split(' ') as GeneratorId[];
      const { fixedPlan, mountQuiz } = await import('#lab/quiz');
      const plan = fixedPlan(generators, seedIn(location.search));
      await mountQuiz(slot, { locale, plan, addressOf: ask => questionAddress(base, locale, ask) });
    };
    button.addEventListener('click', () => void begin());
    if (location.hash === `#${section.id}` && seedIn(location.search) !== undefined) void begin();
  }
}
