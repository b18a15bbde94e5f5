/**
 * What of a lesson goes into the record: that it was begun, the move its lab has reached, that it was read
 * to its end. And what the page shows of it.
 */
import { hearPage } from '#lab/page-events';
import type { PageRecord } from '#record/page';
import { filled } from './filled.ts';
import type { LessonPage } from './lesson-page.ts';
import { drawFromRecord, theRecord } from './record.ts';

export function startProgress({ lesson }: LessonPage): void {
  const id = lesson.dataset.lesson ?? '';
  const withRecord = (work: (record: PageRecord) => void): void => void theRecord().then(work);
  const begin = (record: PageRecord): void => {
    if (record.stateOf(id) === 'new') void record.note({ type: 'begun', lesson: id });
  };
  const gone = new AbortController().signal;
  const told = lesson.querySelector<HTMLElement>('.lab-slot')?.dataset.lab;
  // The moves of a what-if or another lab have no paragraphs, and nobody could be led back to them.
  hearPage('sockscope:trace', gone, ({ lab, whatIf, moves }) =>
    withRecord(record => {
      begin(record);
      const move = lab === told && whatIf === null ? moves.at(-1) : undefined;
      if (move !== undefined && move !== record.progress.lessons.get(id)?.move)
        void record.note({ type: 'move', lesson: id, move });
    }),
  );
  hearPage('sockscope:predicted', gone, () => withRecord(begin));
  showEnd(lesson, id);
  showResume(lesson, id);
}

function showEnd(lesson: HTMLElement, id: string): void {
  const end = lesson.querySelector<HTMLElement>('[data-progress-end]');
  if (end === null) return;
  const show = (selector: string, isShown: boolean): void => {
    end.querySelector(selector)?.toggleAttribute('hidden', !isShown);
  };
  const note = async (isRead: boolean): Promise<void> => {
    const record = await theRecord();
    if ((record.stateOf(id) === 'done') !== isRead) await record.note({ type: 'read', lesson: id, isRead });
  };
  void drawFromRecord(record => {
    const isRead = record.stateOf(id) === 'done';
    show('[data-when="read"]', isRead);
    show('[data-when="nowhere"]', record.home === null);
    show('[data-mark="read"]', !isRead);
    show('[data-mark="unread"]', isRead);
  });
  const seen = new IntersectionObserver(entries => {
    if (entries.some(({ isIntersecting }) => isIntersecting)) void note(true);
  });
  seen.observe(end);
  end.addEventListener('click', async event => {
    const mark = (event.target as Element).closest<HTMLElement>('[data-mark]')?.dataset.mark;
    if (mark === undefined) return;
    // Now the reader says it, on this page.
    seen.disconnect();
    await note(mark === 'read');
    end.querySelector<HTMLElement>('[data-mark]:not([hidden])')?.focus();
  });
}

/** Until a lab is opened, and unless the address leads to a move already. */
function showResume(lesson: HTMLElement, id: string): void {
  const link = lesson.querySelector<HTMLAnchorElement>('[data-progress-resume]');
  if (link === null || new URLSearchParams(location.search).has('step')) return;
  const moves = [...lesson.querySelectorAll<HTMLElement>('[data-move]')].map(({ dataset }) => dataset.move);
  const opened = new AbortController();
  void theRecord().then(record => {
    const move = record.progress.lessons.get(id)?.move ?? '';
    const number = moves.indexOf(move) + 1;
    if (number === 0 || opened.signal.aborted) return;
    link.textContent = filled(link.textContent, { number }).trim();
    link.href = `?step=${move}`;
    link.hidden = false;
  });
  hearPage('sockscope:trace', opened.signal, () => {
    link.hidden = true;
    opened.abort();
  });
}
