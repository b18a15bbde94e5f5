/** How long until something happens, as m:ss. A timer is not announced: one that spoke every second would be no help. */
import { useEffect, useState } from 'preact/hooks';

/** Whole seconds until this moment of Date.now(); never negative, and renewed every second. */
export function useSecondsUntil(at: number): number {
  const [, tick] = useState(0);
  const left = Math.max(0, at - Date.now());
  useEffect(() => {
    // At the next whole second, so that none is skipped or shown for long.
    const timer = setTimeout(() => tick(count => count + 1), (left % 1000) + 20);
    return () => clearTimeout(timer);
  });
  return Math.ceil(left / 1000);
}

export const clockText = (seconds: number): string =>
  `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;

/** @param text what is said around the time */
export function Countdown({ until, text }: { until: number; text: (time: string) => string }) {
  return <span role="timer">{text(clockText(useSecondsUntil(until)))}</span>;
}
