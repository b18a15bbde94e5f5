/** Brings what was picked into view, which on a narrow screen lies far below where the pick was made. */
export function bringPickIntoView(lab: Element, takesFocus = false): void {
  // Drawn with the next frame: the moment and the pick have just been set.
  requestAnimationFrame(() => {
    const picked = lab.querySelector<HTMLElement>('[data-light="picked"]');
    // In the middle only where the lab is the page: beside the text that would scroll the text too.
    const isAlone = matchMedia('(max-width: 800px)').matches;
    picked?.scrollIntoView({ block: isAlone ? 'center' : 'nearest', behavior: 'instant' });
    if (takesFocus) buttonOf(picked)?.focus({ preventScroll: true });
  });
}

/** A call is its own button; that of a line is its number, that of a frame its text. */
const buttonOf = (picked: HTMLElement | null): HTMLElement | null =>
  picked?.matches('button')
    ? picked
    : (picked?.querySelector<HTMLElement>('.lab-line-number, .lab-frame-text') ?? null);
