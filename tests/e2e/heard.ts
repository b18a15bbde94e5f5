/**
 * What a screen reader would say by itself: a live region's text whenever it changes. One that comes with its text in
 * it is not heard (WAI-ARIA 1.2, live regions), one that says the same again neither.
 */
import type { Page } from './fixture.ts';

const LISTENS = `
const LIVE = '[role="status"], [role="alert"], [role="log"], [aria-live]';
const isHeard = region =>
  region.getAttribute('aria-live') !== 'off' && region.isConnected && region.checkVisibility();
const textOf = region => region.textContent.replace(/\\s+/g, ' ').trim();
const known = new WeakMap();
window.heard = [];
new MutationObserver(changes => {
  const regions = new Set();
  for (const { target, addedNodes } of changes) {
    const element = target instanceof Element ? target : target.parentElement;
    const region = element?.closest(LIVE);
    if (region) regions.add(region);
    for (const node of addedNodes)
      if (node instanceof Element)
        for (const region of [node, ...node.querySelectorAll('*')])
          if (region.matches(LIVE) && !known.has(region)) known.set(region, textOf(region));
  }
  for (const region of regions) {
    const text = textOf(region);
    const isNew = text !== '' && known.get(region) !== text;
    known.set(region, text);
    if (isNew && isHeard(region)) window.heard.push(text);
  }
}).observe(document, { subtree: true, childList: true, characterData: true });
`;

export type Ear = {
  /** What has been heard since the last call of `forget`. */
  heard(): Promise<string[]>;
  forget(): Promise<void>;
};

/** Begins before the page is opened. */
export async function listen(page: Page): Promise<Ear> {
  await page.addInitScript(LISTENS);
  return {
    heard: () => page.evaluate<string[]>('window.heard'),
    forget: () => page.evaluate('window.heard.length = 0'),
  };
}
