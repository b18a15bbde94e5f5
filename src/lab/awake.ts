/**
 * When a broken connection is worth a try at once, and a standing one a question: the network came
 * or went, the tab is looked at again, the laptop was opened.
 */

/** Calls the listener at each of these, for as long as the page is there. */
export function onAwake(listener: () => void): void {
  // The network that went is not always the one that leads to the server, which may be on this machine.
  for (const event of ['online', 'offline', 'pageshow']) addEventListener(event, listener);
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') listener();
  });
  // In a hidden tab browsers let timers come once a minute: that is no sleep, and nobody looks.
  onJump(() => document.visibilityState === 'visible' && listener());
}

type JumpTimes = { everyMs?: number; jumpMs?: number };

/** Calls the listener when time has passed in which no timer came: the machine slept. Returns what undoes it. */
export function onJump(listener: () => void, { everyMs = 2000, jumpMs = 5000 }: JumpTimes = {}): () => void {
  // Date.now(): performance.now() may stand still while the machine sleeps.
  let last = Date.now();
  const timer = setInterval(() => {
    const passed = Date.now() - last;
    last = Date.now();
    if (passed > everyMs + jumpMs) listener();
  }, everyMs);
  return () => clearInterval(timer);
}
