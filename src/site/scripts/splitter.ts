/**
 * The border between text and lab: moved by mouse, touch and keyboard (the ARIA pattern "window
 * splitter"), kept for the next visit. Its value is the width of the text in percent.
 */
import { keep, kept } from './storage.ts';

const LEAST = 25;
const MOST = 70;
const STEP = 2;

export function startSplitter(lesson: HTMLElement): void {
  const splitter = lesson.querySelector<HTMLElement>('.splitter');
  if (splitter === null) return;

  const show = (percent: number): void => {
    const rounded = Math.round(Math.min(MOST, Math.max(LEAST, percent)));
    document.documentElement.style.setProperty('--split', `${rounded}%`);
    splitter.setAttribute('aria-valuenow', String(rounded));
  };
  const now = (): number => Number(splitter.getAttribute('aria-valuenow'));
  const remember = (): void => keep('split', String(now()));

  const before = kept('split');
  if (before !== null) show(Number(before));

  splitter.addEventListener('keydown', event => {
    const to = target(event.key, now());
    if (to === undefined) return;
    event.preventDefault();
    show(to);
    remember();
  });
  splitter.addEventListener('pointerdown', event => {
    splitter.setPointerCapture(event.pointerId);
    event.preventDefault();
    splitter.focus();
  });
  splitter.addEventListener('pointermove', event => {
    if (splitter.hasPointerCapture(event.pointerId)) show((event.clientX / lesson.clientWidth) * 100);
  });
  splitter.addEventListener('lostpointercapture', remember);
}

function target(key: string, from: number): number | undefined {
  switch (key) {
    case 'ArrowLeft':
      return from - STEP;
    case 'ArrowRight':
      return from + STEP;
    case 'Home':
      return LEAST;
    case 'End':
      return MOST;
    default:
      return undefined;
  }
}
