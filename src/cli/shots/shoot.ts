/** One picture of what a page shows now, in a theme and at a width. */
import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Page } from '@playwright/test';

export const LOCALES = ['en', 'ko'] as const;
export type Locale = (typeof LOCALES)[number];

export const THEMES = ['light', 'dark'] as const;
/** A projector, a laptop, a phone. */
export const SIZES = [
  { width: 1600, height: 900 },
  { width: 1280, height: 800 },
  { width: 360, height: 740 },
] as const;
export const isPhone = ({ width }: { width: number }): boolean => width < 800;

/** Takes a picture in each theme; `name` is its path below the folder, without its ending. */
export async function shootThemes(
  page: Page,
  folder: string,
  name: string,
  fullPage: boolean,
): Promise<void> {
  for (const theme of THEMES) await shoot(page, theme, join(folder, `${name}-${theme}.png`), fullPage);
}

async function shoot(
  page: Page,
  theme: (typeof THEMES)[number],
  path: string,
  fullPage: boolean,
): Promise<void> {
  await page.emulateMedia({ colorScheme: theme });
  await page.locator(`html[data-theme="${theme}"]`).waitFor();
  if (fullPage) await goThrough(page);
  await page.evaluate(DRAWN);
  mkdirSync(dirname(path), { recursive: true });
  await page.screenshot({ path, fullPage });
  console.log(path);
}

const DRAWN = 'new Promise(drawn => requestAnimationFrame(() => requestAnimationFrame(drawn)))';

/** An editor measures itself when it is seen; and what stays on top would else stand in the middle of the picture. */
const goThrough = (page: Page): Promise<void> =>
  page.evaluate(`(async () => {
    for (let top = 0; top < document.documentElement.scrollHeight; top += innerHeight) {
      scrollTo({ top, behavior: 'instant' });
      await ${DRAWN};
    }
    scrollTo({ top: 0, behavior: 'instant' });
  })()`);
