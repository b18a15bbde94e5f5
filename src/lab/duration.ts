/** Spans of time as a reader takes them in: the units are symbols, alike in all languages. */

/** "0.06 ms", "640 ms", "3.2 s", "2 min 5 s" */
export function durationText(nanoseconds: number): string {
  const ms = Math.max(0, nanoseconds) / 1e6;
  if (ms < 1) return `${ms.toFixed(2)} ms`;
  if (ms < 999.5) return `${Math.round(ms)} ms`;
  return ms < 9950 ? `${(ms / 1000).toFixed(1)} s` : secondsText(nanoseconds);
}

/** Whole seconds: "0 s", "12 s", "2 min 5 s" */
export function secondsText(nanoseconds: number): string {
  const seconds = Math.round(Math.max(0, nanoseconds) / 1e9);
  return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}
