/** An exercise's editor is heavier than the whole page: it is loaded when the reader comes near it. */
import type { LessonPage } from './lesson-page.ts';

export function startExercises({ lesson, locale, base }: LessonPage): void {
  const coming = new IntersectionObserver(
    entries => {
      for (const { target, isIntersecting } of entries) {
        if (!isIntersecting) continue;
        coming.unobserve(target);
        void mount(target as HTMLElement);
      }
    },
    { rootMargin: '200px' },
  );
  const mount = async (section: HTMLElement): Promise<void> => {
    const slot = section.querySelector<HTMLElement>('.exercise-slot');
    const exercise = section.dataset.exercise;
    if (slot === null || exercise === undefined) return;
    const { mountExercise } = await import('#lab/exercise');
    await mountExercise(slot, { exercise, locale, base });
  };
  for (const section of lesson.querySelectorAll('[data-exercise]')) coming.observe(section);
}
