/** The prose follows the lab: the paragraph of the move it stands at is marked and brought into view. */
import { hearPage, tellPage } from '#lab/page-events';

export function startMoves(lesson: HTMLElement, openRecording: () => Promise<boolean>): void {
  const moves = [...lesson.querySelectorAll<HTMLElement>('[data-move]')];

  const mark = (move: string | null): void => {
    for (const paragraph of moves) {
      const here = paragraph.dataset.move === move;
      if (here) paragraph.setAttribute('aria-current', 'step');
      else paragraph.removeAttribute('aria-current');
      if (here) bringIntoView(paragraph);
    }
  };
  // The moves of a what-if have no paragraphs, even where they are called the same.
  hearPage('sockscope:move', new AbortController().signal, ({ move, whatIf }) => {
    mark(whatIf === null ? move : null);
  });

  for (const paragraph of moves) {
    const { move } = paragraph.dataset;
    paragraph.querySelector('.move-number')?.addEventListener('click', async () => {
      if (move !== undefined && (await openRecording())) tellPage('sockscope:goto', { move });
    });
  }
}

/** Scrolls only as far as needed, and not at all where the text is not shown. */
function bringIntoView(paragraph: HTMLElement): void {
  if (paragraph.offsetParent === null) return;
  const { top, bottom } = paragraph.getBoundingClientRect();
  if (top > 80 && bottom < innerHeight - 40) return;
  const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
  paragraph.scrollIntoView({ block: 'center', behavior: still ? 'instant' : 'smooth' });
}
