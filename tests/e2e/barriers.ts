/** What axe finds that would keep someone out. */
import { AxeBuilder } from '@axe-core/playwright';
import { expect, type Page } from './fixture.ts';

const THEMES = ['light', 'dark'] as const;

/** What differs from theme to theme. */
const COLOURS = ['color-contrast', 'link-in-text-block'];

/** Serious violations, by what and where; `rules`: axe's names of those to look for, without it all. */
export async function barriers(page: Page, rules?: string[]): Promise<string[]> {
  const axe = new AxeBuilder({ page }).options({ resultTypes: ['violations'] });
  const { violations } = await (rules === undefined ? axe : axe.withRules(rules)).analyze();
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.map(node => `${id}: ${node.html} ${node.failureSummary ?? ''}`));
}

/** None in either theme: all rules in the first, and in the other what colours decide. */
export async function expectNoBarriers(page: Page, state: string): Promise<void> {
  for (const [nth, theme] of THEMES.entries()) {
    await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
    await expect(page.locator('html')).toHaveAttribute('data-theme', theme);
    expect(await barriers(page, nth === 0 ? undefined : COLOURS), `${state}, ${theme}`).toEqual([]);
  }
}
