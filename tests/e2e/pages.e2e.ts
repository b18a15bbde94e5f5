/** Every page of the built site, in both themes: nobody is kept out, and nothing is wider than a phone. */
import { readdirSync } from 'node:fs';
import { expectNoBarriers } from './barriers.ts';
import { expect, tagged, test } from './fixture.ts';
import { DIST } from './server.ts';

const LOCALES = ['en', 'ko'] as const;

const pagesIn = (locale: string): string[] =>
  readdirSync(DIST, { recursive: true, encoding: 'utf8' })
    .filter(file => file.startsWith(`${locale}/`) && file.endsWith('/index.html'))
    .map(file => file.slice(0, -'index.html'.length))
    .sort();

for (const locale of LOCALES) {
  test(`every page keeps nobody out, and fits on a phone (${tagged(locale)})`, async ({ page, site }) => {
    const pages = pagesIn(locale);
    expect(pages.length).toBeGreaterThan(15);
    test.setTimeout(pages.length * 10_000);
    for (const path of pages) {
      await page.setViewportSize({ width: 1440, height: 900 });
      await page.goto(`${site}${path}`);
      await expectNoBarriers(page, path);
      await page.setViewportSize({ width: 360, height: 740 });
      const tooWide = await page.locator('html').evaluate(html => html.scrollWidth - html.clientWidth);
      expect(tooWide, `${path}: wider than 360 px`).toBeLessThanOrEqual(0);
    }
  });
}
