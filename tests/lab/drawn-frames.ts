/** A screen's frames, for a realm that has none: drawn when the test says so. */
import { afterEach, beforeEach, vi } from 'vitest';

const frames = new Map<number, FrameRequestCallback>();

/** Draws one frame: what is asked for meanwhile waits for the next. */
export function draw(): void {
  const due = [...frames.values()];
  frames.clear();
  for (const each of due) each(performance.now());
}

/** How many wait for the next frame. */
export const due = (): number => frames.size;

/** Gives each test of a file such a screen. */
export function drawByHand(): void {
  beforeEach(() => {
    let id = 0;
    vi.stubGlobal('requestAnimationFrame', (each: FrameRequestCallback) => {
      id += 1;
      frames.set(id, each);
      return id;
    });
    vi.stubGlobal('cancelAnimationFrame', (each: number) => void frames.delete(each));
  });
  afterEach(() => {
    frames.clear();
    vi.unstubAllGlobals();
  });
}
