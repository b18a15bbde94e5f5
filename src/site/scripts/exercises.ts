/** An exercise's editor is heavier than the whole page: it is loaded when the reader comes near it or types. */
import type { LessonPage } from './lesson-page.ts';
import { whatIsBehind } from './server.ts';

const AGAIN_AFTER_MS = 5000;

export function startExercises({ lesson, locale, base }: LessonPage): void {
  const coming = new IntersectionObserver(
    entries => {
      for (const { target, isIntersecting } of entries) if (isIntersecting) begin(target as HTMLElement);
    },
    { rootMargin: '200px' },
  );
  const begun = new Set<HTMLElement>();
  const begin = (section: HTMLElement): void => {
    if (begun.has(section)) return;
    begun.add(section);
    coming.unobserve(section);
    mount(section).catch(() => {
      // No server answers now. What is typed meanwhile stands in the page's own text box, and is taken over.
      begun.delete(section);
      setTimeout(() => coming.observe(section), AGAIN_AFTER_MS);
    });
  };
  const mount = async (section: HTMLElement): Promise<void> => {
    const slot = section.querySelector<HTMLElement>('.exercise-slot');
    const exercise = section.dataset.exercise;
    if (slot === null || exercise === undefined) return;
    const [{ mountExercise }, behind] = await Promise.all([import('#lab/exercise'), whatIsBehind(base)]);
    await mountExercise(slot, { exercise, locale, base, server: behind !== 'no-server' });
  };
  for (const section of lesson.querySelectorAll<HTMLElement>('[data-exercise]')) {
    coming.observe(section);
    section.addEventListener('focusin', () => begin(section), { once: true });
  }
}
