/** Questions begin when the reader presses, or at once where the address names a seed and a place (#warm-up). */
import { type GeneratorId, isGenerator } from '#quiz/catalogue';
import { dueNow } from '#record/redo';
import { quizOptions } from './asked-questions.ts';
import type { LessonPage } from './lesson-page.ts';
import { seedIn } from './question-address.ts';
import { theRecord } from './record.ts';

export function startQuizzes({ lesson, locale, base }: LessonPage): void {
  for (const section of lesson.querySelectorAll<HTMLElement>('[data-quiz]')) {
    const button = section.querySelector<HTMLButtonElement>('[data-quiz-begin]');
    const slot = section.querySelector<HTMLElement>('.quiz-slot');
    if (button === null || slot === null) continue;
    const begin = async (): Promise<void> => {
      button.disabled = true;
      const seed = seedIn(location.search);
      const planned = (section.dataset.quiz ?? '').split(' ') as GeneratorId[];
      // An address with a seed is the same questions for everybody.
      const isOwn = section.id === 'warm-up' && seed === undefined;
      const generators = isOwn ? await withDue(planned) : planned;
      const { fixedPlan, mountQuiz } = await import('#lab/quiz');
      await mountQuiz(slot, { ...quizOptions(base, locale), plan: fixedPlan(generators, seed) });
    };
    button.addEventListener('click', () => void begin());
    if (location.hash === `#${section.id}` && seedIn(location.search) !== undefined) void begin();
  }
}

/** As many as planned; what is due for this reader takes the first places. */
async function withDue(planned: readonly GeneratorId[]): Promise<GeneratorId[]> {
  const { history } = await theRecord();
  const due = dueNow(history, Date.now()).flatMap(({ topic }) =>
    topic.kind === 'questions' && isGenerator(topic.id) ? [topic.id] : [],
  );
  const rest = planned.filter(generator => !due.includes(generator));
  return [...due, ...rest, ...planned].slice(0, planned.length);
}
