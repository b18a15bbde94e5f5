/**
 * The card of a term: shown while the pointer is on the word or the card, while the focus is in them, and
 * by a tap; it stays until then, and Escape takes it away at once (WCAG 2.2, 1.4.13). Where a browser has no
 * popovers the word is the link to the glossary that it is anyway.
 */

/** From the word to its card the pointer crosses a gap. */
const GRACE_MS = 250;
const GAP = 6;
const MARGIN = 8;

let shown: HTMLElement | null = null;
let leaving: ReturnType<typeof setTimeout> | undefined;

export function startTerms(): void {
  if (!('popover' in HTMLElement.prototype)) return;
  for (const place of document.querySelectorAll<HTMLElement>('[data-term-place]')) hear(place);
  addEventListener('keydown', event => event.key === 'Escape' && hide(), { capture: true });
  addEventListener('scroll', () => shown && put(shown), { passive: true });
  addEventListener('pointerdown', ({ target }) => {
    if (shown && !(target instanceof Node && shown.contains(target))) hide();
  });
}

function hear(place: HTMLElement): void {
  const term = place.querySelector<HTMLElement>('.term');
  place.addEventListener('pointerenter', ({ pointerType }) => pointerType === 'mouse' && show(place));
  place.addEventListener('pointerleave', ({ pointerType }) => {
    if (pointerType === 'mouse' && !place.contains(document.activeElement))
      leaving = setTimeout(hide, GRACE_MS);
  });
  place.addEventListener('focusin', () => show(place));
  place.addEventListener('focusout', ({ relatedTarget }) => {
    if (!(relatedTarget instanceof Node && place.contains(relatedTarget))) hide();
  });
  let isTap = false;
  term?.addEventListener('pointerdown', ({ pointerType }) => (isTap = pointerType !== 'mouse'));
  term?.addEventListener('click', event => {
    if (!isTap) return;
    event.preventDefault();
    isTap = false;
    show(place);
  });
}

function show(place: HTMLElement): void {
  clearTimeout(leaving);
  if (shown === place) return;
  hide();
  shown = place;
  place.querySelector<HTMLElement>('[data-term-card]')?.showPopover();
  put(place);
}

function hide(): void {
  clearTimeout(leaving);
  shown?.querySelector<HTMLElement>('[data-term-card]')?.hidePopover();
  shown = null;
}

/** Below the word, or above it where there is no room. */
function put(place: HTMLElement): void {
  const card = place.querySelector<HTMLElement>('[data-term-card]');
  const word = place.querySelector('.term')?.getClientRects()[0];
  if (!card || !word) return;
  const { offsetWidth, offsetHeight } = card;
  const left = Math.max(MARGIN, Math.min(word.left, innerWidth - offsetWidth - MARGIN));
  const fits = word.bottom + GAP + offsetHeight + MARGIN <= innerHeight;
  const top = fits ? word.bottom + GAP : word.top - GAP - offsetHeight;
  Object.assign(card.style, { left: `${left}px`, top: `${top}px` });
}
