/** For tests that open boxes: after each of them there is nothing more on this machine than before. */
import { afterEach, beforeEach, expect } from 'vitest';
import { leftovers } from './leftovers.ts';

/** Called within a `describe`, or at the top of a file. */
export function leaveNothing(): void {
  let before: ReturnType<typeof leftovers>;
  beforeEach(() => {
    before = leftovers();
  });
  afterEach(() => {
    expect(leftovers()).toEqual(before);
  });
}
