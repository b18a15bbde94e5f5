/**
 * Ways to the lab that are short for the keyboard too: the skip link, and a question that the lab has
 * asked and that is answered. They lead to the button that goes on. A key of the lab's own finds its way
 * inside; here the lab comes forward for it.
 */
import { hearPage } from '#lab/page-events';

export function startWaysToLab(lesson: HTMLElement, showLab: () => void): void {
  const go = (event: Event): void => {
    event.preventDefault();
    showLab();
    lesson.querySelector<HTMLElement>('.lab-slot :is(.lab-primary, .primary)')?.focus();
  };
  hearPage('sockscope:to-lab', new AbortController().signal, showLab);
  for (const way of document.querySelectorAll('[data-to-lab]')) way.addEventListener('click', go);
}
