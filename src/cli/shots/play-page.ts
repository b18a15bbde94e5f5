/** Pictures of every state that the play page lists. */
import type { Browser } from '@playwright/test';
import { startPlay } from '../play-server.ts';
import { shootThemes } from './shoot.ts';

/** @param only the one pane that is wanted */
export async function shootPlay(browser: Browser, folder: string, only?: string): Promise<void> {
  await using server = await startPlay();
  const page = await browser.newPage({ viewport: { width: 1600, height: 1000 }, reducedMotion: 'reduce' });
  await page.goto(server.address);
  const keys = await page
    .locator('[data-state]')
    .evaluateAll(links => links.map(link => link.getAttribute('data-state') ?? ''));
  for (const key of keys.filter(each => only === undefined || each.startsWith(`${only}/`))) {
    await page.goto(`${server.address}#${key}`);
    const lab = page.locator(`.lab-slot[data-shown="${key}"]`);
    await lab.waitFor();
    const [shown] = await lab.locator(`.lab-${key.split('/')[0]}-pane`).all();
    await shown?.evaluate(element => element.scrollIntoView({ block: 'center' }));
    await shootThemes(page, folder, `play/${key}`, false);
  }
  await page.close();
}
