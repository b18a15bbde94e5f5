/** Going through a lab as a reader does: Next, and the questions that come in between. */
import { expect, type Locator, type Page } from './fixture.ts';
import { type Locale, say } from './words.ts';

export const labOf = (page: Page, locale: Locale = 'en'): Locator =>
  page.getByRole('region', { name: say(locale, 'site.lab.region', { title: '' }) });

/** Presses Next until the lab has reached the move, answering each prediction with "Just show me". */
export async function walkTo(page: Page, move: string, locale: Locale = 'en'): Promise<void> {
  const lab = labOf(page, locale);
  for (;;) {
    const reached = await lab.getAttribute('data-move');
    if (reached === move) return;
    const show = lab.getByRole('button', { name: say(locale, 'lab.just-show-me') });
    if (await show.isVisible()) await show.click();
    else await lab.getByRole('button', { name: say(locale, 'lab.next') }).click();
    await expect(lab).not.toHaveAttribute('data-busy', 'true', { timeout: 20_000 });
  }
}
