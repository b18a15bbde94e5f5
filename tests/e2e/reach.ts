/** What a finger or a pointer cannot get at: targets that something else lies over, and texts that are cut off. */
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from './fixture.ts';

const LOOK = `(scope => {
  const named = element => element.getAttribute('aria-label') || element.textContent.trim() || element.className;
  const targets = [...document.querySelectorAll(scope + ' :is(button, a, input, select, summary, textarea)')]
    .filter(element => element.checkVisibility({ visibilityProperty: true, opacityProperty: true }))
    .filter(element => element.getBoundingClientRect().width > 2);
  const covered = [];
  const cut = [];
  for (const element of targets) {
    element.scrollIntoView({ block: 'center', inline: 'center', behavior: 'instant' });
    const { left, top, width, height } = element.getBoundingClientRect();
    const over = document.elementFromPoint(left + width / 2, top + height / 2);
    const isReached = over !== null && (element.contains(over) || over.contains(element) || over.closest('label')?.contains(element));
    if (!isReached) covered.push(named(element) + ' below ' + (over?.className ?? 'nothing'));
    const style = getComputedStyle(element);
    // A place to write in scrolls by itself.
    if (!element.matches('textarea, input') && style.overflow !== 'visible' && style.textOverflow !== 'ellipsis' && element.scrollWidth > element.clientWidth + 1)
      cut.push(named(element));
  }
  scrollTo(0, 0);
  const { scrollWidth, clientWidth } = document.documentElement;
  const wide = scrollWidth > clientWidth ? ['the page scrolls sideways by ' + (scrollWidth - clientWidth)] : [];
  return { count: targets.length, trouble: [...covered, ...cut, ...wide] };
})`;

/** How many targets there are in what this selector finds, and what is wrong with some. */
export const lookOver = (page: Page, scope: string): Promise<{ count: number; trouble: string[] }> =>
  page.evaluate(`${LOOK}(${JSON.stringify(scope)})`);

/** Targets smaller than 24 px that have others too near (WCAG 2.2, 2.5.8). */
export async function tooSmall(page: Page, scope: string): Promise<string[]> {
  // What stays on top lies over nothing there.
  await page.evaluate('scrollTo(0, 0)');
  const rules = { 'target-size': { enabled: true } };
  const { violations } = await new AxeBuilder({ page })
    .include(scope)
    .withRules(['target-size'])
    .options({ rules })
    .analyze();
  return violations.flatMap(({ nodes }) => nodes.map(node => `${node.html} ${node.failureSummary ?? ''}`));
}
