/**
 * Ways to the lab that are short for the keyboard too: the skip link, and a question that the lab has
 * asked and that is answered. They lead to the button that goes on.
 */
export function startWaysToLab(lesson: HTMLElement, showLab: () => void): void {
  const go = (event: Event): void => {
    event.preventDefault();
    showLab();
    lesson.querySelector<HTMLElement>('.lab-slot :is(.lab-primary, .primary)')?.focus();
  };
  for (const way of document.querySelectorAll('[data-to-lab]')) way.addEventListener('click', go);
}
