/** The levels of the drill as buttons: which one is chosen, how far the reader is with each, and the streak. */
import { LEVELS } from '#quiz/levels';
import { isMastered, MASTERED, type Streak, streakOf } from '#record/streaks';
import { filled } from './filled.ts';
import { drawFromRecord } from './record.ts';

/** @returns marks a level as the one that is asked; null: none */
export function startDrillLevels(
  page: HTMLElement,
  choose: (level: number) => void,
): (level: number | null) => void {
  const buttons = [...page.querySelectorAll<HTMLButtonElement>('[data-drill-level]')];
  for (const [level, button] of buttons.entries()) button.addEventListener('click', () => choose(level));
  void drawFromRecord(({ history }) => {
    for (const button of buttons) showLevel(button, topic => streakOf(history, [topic]));
    const streak = page.querySelector<HTMLElement>('[data-streak]');
    const { inARow, best } = streakOf(history, LEVELS.flat());
    if (streak) streak.textContent = filled(streak.dataset.streak, { now: inARow, best });
  });
  return level => {
    for (const [index, button] of buttons.entries())
      button.setAttribute('aria-pressed', String(index === level));
  };
}

function showLevel(button: HTMLElement, streakOfTopic: (topic: string) => Streak): void {
  const state = button.parentElement?.querySelector<HTMLElement>('[data-state]');
  if (!state) return;
  const streaks = (button.dataset.drillLevel ?? '').split(' ').map(streakOfTopic);
  const isNew = streaks.every(({ asked }) => asked === 0);
  const which = streaks.every(isMastered) ? 'mastered' : isNew ? 'new' : 'right';
  const n = streaks.reduce((sum, { inARow }) => sum + Math.min(inARow, MASTERED), 0);
  state.dataset.state = which;
  state.textContent = filled(state.dataset[which], { n, total: streaks.length * MASTERED });
}
