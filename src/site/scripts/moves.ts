/**
 * The prose follows the lab: the paragraph of the move it stands at is marked and brought into view,
 * unless the reader has gone elsewhere since the last press in the lab. `?step=<move>` opens the
 * recording at that move.
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
  const step = new URLSearchParams(location.search).get('step');
  void go(moves.find(({ dataset }) => dataset.move === step)?.dataset.move);
}
