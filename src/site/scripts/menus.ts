/** A menu that hangs over the page closes when the reader turns elsewhere, or presses Escape. */
export function startMenus(): void {
  for (const menu of document.querySelectorAll<HTMLDetailsElement>('details[data-closes]')) {
    const closeElsewhere = ({ target }: Event): void => {
      if (!(target instanceof Node) || !menu.contains(target)) menu.open = false;
    };
    document.addEventListener('click', closeElsewhere);
    document.addEventListener('focusin', closeElsewhere);
    menu.addEventListener('keydown', event => {
      if (event.key !== 'Escape' || !menu.open) return;
      menu.open = false;
      menu.querySelector('summary')?.focus();
    });
  }
}
