import { launchChromium, startCourse } from './walked-lesson.ts';
await using browser = await launchChromium();
await using course = await startCourse();
const dir = '/tmp/framing-shots';
const page = await browser.newPage({ reducedMotion: 'reduce', viewport: { width: 1600, height: 900 } });
page.on('pageerror', error => console.log('ERR', error.message));
page.on('console', message => message.type() === 'error' && console.log('CONSOLE', message.text()));
const slide = async (locale: string, name: string, mode: 'recorded' | 'live', theme: 'light' | 'dark', width: number) => {
  await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
  await page.setViewportSize({ width, height: width < 800 ? 740 : 900 });
  await page.goto(`${course.address}${locale}/lessons/framing/`);
  if (width < 800) await page.getByRole('button', { name: locale === 'en' ? 'Lab' : '실습', exact: true }).first().click().catch(e => console.log('toggle', String(e).slice(0, 100)));
  await page.locator(`[data-open="${mode}"]`).first().click();
  const slider = page.locator('.lab-slider-input');
  await slider.waitFor();
  await page.waitForTimeout(500);
  if (name.startsWith('main')) { await page.screenshot({ path: `${dir}/${name}.png` }); return; }
  await slider.focus();
  const t = Date.now();
  await page.keyboard.press('ArrowLeft');
  await page.waitForTimeout(300);
  for (let i = 0; i < 3; i++) { await page.locator('.lab-slider-input').press('ArrowLeft'); await page.waitForTimeout(400); }
  await page.locator('.lab[data-move="stop"]').waitFor({ timeout: 20000 });
  console.log(name, 'took', Date.now() - t, 'focus', await page.evaluate(() => document.activeElement?.className), await page.locator('.lab-slider output').textContent());
  await page.waitForTimeout(500);
  await page.screenshot({ path: `${dir}/${name}.png` });
};
for (const a of process.argv.slice(2)) {
  const [locale, name, mode, theme, width] = a.split(',');
  await slide(locale!, name!, mode as any, theme as any, Number(width));
}
await page.close();
