/** Beside each lesson of a list: not begun, begun or done (components/ProgressMark.astro). */
import { drawFromRecord } from './record.ts';

const marks = document.querySelectorAll<HTMLElement>('[data-progress-of]');
if (marks.length > 0)
  void drawFromRecord(record => {
    for (const mark of marks) mark.dataset.state = record.stateOf(mark.dataset.progressOf ?? '');
  });
