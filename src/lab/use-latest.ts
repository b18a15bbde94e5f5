/** A function that stays the same and does what the newest one does: a new one would draw every row anew. */
import { useMemo, useRef } from 'preact/hooks';

export function useLatest<Args extends readonly unknown[]>(act: (...args: Args) => void) {
  const latest = useRef(act);
  latest.current = act;
  return useMemo(
    () =>
      (...args: Args): void =>
        latest.current(...args),
    [],
  );
}
