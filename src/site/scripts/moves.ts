/**
 * The prose follows the lab: the paragraph of the move it stands at is marked and brought into view,
 * unless the reader has gone elsewhere since the last press in the lab. `?step=<move>` opens the
 * recording at that move, `?what-if=<id>` runs that what-if.
 */
import { hearPage, tellPage } from '#lab/page-events';
import { startFollowing } from './following.ts';

export function startMoves(lesson: HTMLElement, openRecording: () => Promise<boolean>): void {
  const moves = [...lesson.querySelectorAll<HTMLElement>('[data-move]')];
  const bringIntoView = startFollowing(lesson);

  const mark = (move: string | null): void => {
    for (const paragraph of moves) {
      const here = paragraph.dataset.move === move;
      if (here) paragraph.setAttribute('aria-current', 'step');
      else paragraph.removeAttribute('aria-current');
      if (here) bringIntoView(paragraph);
    }
  };
  // What a run says to a question above comes a moment later, and pushes the paragraph down.
  const prose = lesson.querySelector('.prose');
  const growth = new ResizeObserver(() => {
    const here = moves.find(paragraph => paragraph.hasAttribute('aria-current'));
    if (here !== undefined) bringIntoView(here);
  });
  if (prose !== null) growth.observe(prose);
  // The moves of a what-if or another lab have no paragraphs, even where they are called the same.
  const told = lesson.querySelector<HTMLElement>('.lab-slot')?.dataset.lab;
  hearPage('sockscope:move', new AbortController().signal, ({ lab, move, whatIf }) => {
    mark(lab === told && whatIf === null ? move : null);
  });

  const go = async (move: string | undefined): Promise<void> => {
    if (move !== undefined && (await openRecording())) tellPage('sockscope:goto', { move });
  };
  for (const paragraph of moves) {
    const { move } = paragraph.dataset;
    paragraph.querySelector('.move-number')?.addEventListener('click', () => void go(move));
  }
  const asked = new URLSearchParams(location.search);
  const whatIf = asked.get('what-if');
  if (whatIf !== null)
    lesson.querySelector<HTMLElement>(`[data-open][data-what-if="${CSS.escape(whatIf)}"]`)?.click();
  const step = asked.get('step');
  void go(moves.find(({ dataset }) => dataset.move === step)?.dataset.move);
}
