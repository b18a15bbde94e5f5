/**
 * Like useMemo, for what takes long of a long trace: worked out anew at once, but never for more than a fifth
 * of the time. While events pour in, what was last worked out is shown meanwhile; what costs little is
 * always up to date.
 */
import { useEffect, useReducer, useRef } from 'preact/hooks';

/** Less than this is no matter. */
const CHEAP_MS = 4;
/** Rests so many times as long as it worked. */
const REST = 4;

type Done<Result> = {
  subject: readonly unknown[];
  size: number;
  result: Result;
  restsUntil: number;
};

/**
 * @param subject what the result is about: of another one it is worked out at once
 * @param size to which it has grown
 */
export function useSparingly<Result>(
  workOut: () => Result,
  subject: readonly unknown[],
  size: number,
): Result {
  const done = useRef<Done<Result> | null>(null);
  const [, drawAgain] = useReducer((count: number, _: undefined) => count + 1, 0);
  const before = done.current;
  const isOther = before === null || subject.some((each, index) => each !== before.subject[index]);
  const isNew = isOther || size !== before.size;
  const rests = isNew && !isOther ? before.restsUntil - performance.now() : 0;
  if (isNew && rests <= 0) done.current = { subject, size, ...worked(workOut) };
  const isBehind = isNew && rests > 0;
  useEffect(() => {
    if (!isBehind) return;
    const timer = setTimeout(() => drawAgain(undefined), rests);
    return () => clearTimeout(timer);
  }, [isBehind]);
  return (done.current as Done<Result>).result;
}

function worked<Result>(workOut: () => Result): Pick<Done<Result>, 'result' | 'restsUntil'> {
  const began = performance.now();
  const result = workOut();
  const now = performance.now();
  const took = now - began;
  return { result, restsUntil: took < CHEAP_MS ? now : now + REST * took };
}
