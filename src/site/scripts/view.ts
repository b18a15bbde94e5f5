/** On a narrow screen text and lab take turns; each keeps its scroll position. On a wide one this is idle. */
export type View = 'text' | 'lab';

export function startView(lesson: HTMLElement): { show: (view: View) => void } {
  const buttons = [...lesson.querySelectorAll<HTMLButtonElement>('[data-show]')];
  const places: Record<View, number> = { text: 0, lab: 0 };

  const show = (view: View): void => {
    const before = lesson.dataset.view as View;
    if (view === before) return;
    const takesTurns = getComputedStyle(lesson).getPropertyValue('--takes-turns') !== '';
    places[before] = scrollY;
    lesson.dataset.view = view;
    for (const button of buttons) {
      button.setAttribute('aria-pressed', String(button.dataset.show === view));
    }
    if (takesTurns) scrollTo({ top: places[view], behavior: 'instant' });
  };
  for (const button of buttons) {
    button.addEventListener('click', () => show(button.dataset.show as View));
  }
  return { show };
}
