/** A server on which labs about loopback run in a plain box: nobody takes one for a full one. */
import { expect, tagged, test } from './fixture.ts';
import { startServer } from './server.ts';
import { labOf, walkTo } from './walk.ts';
import { say } from './words.ts';

for (const locale of ['en', 'ko'] as const) {
  test(`a lab in a plain box says that it is one, and shows no wire (${tagged(locale)})`, async ({
    page,
  }) => {
    await using server = await startServer({ BOX: 'plain' });
    await page.goto(`${server.address}${locale}/lessons/create-a-socket/`);
    const lab = labOf(page, locale);
    await lab.getByRole('button', { name: say(locale, 'lab.open-live') }).click();
    const note = lab.getByRole('region', { name: say(locale, 'lab.plain') });
    await expect(note).toContainText(say(locale, 'lab.plain.what'));
    await note.getByText(say(locale, 'lab.plain.why')).click();
    await expect(note).toContainText(say(locale, 'lab.plain.asked'));
    await expect(lab).toContainText(say(locale, 'lab.mode.plain'));
    await walkTo(page, 'unix', locale);
    const sockets = lab.getByRole('table', { name: say(locale, 'lab.sockets') });
    await expect(sockets.getByRole('row').filter({ hasText: 'fd 6 · app' })).toBeVisible();
    await expect(lab.getByRole('table', { name: say(locale, 'lab.wire') })).toHaveCount(0);

    // Frames would have answered it; the run is not asked, and does not say what nobody saw.
    const question = page.locator('form[data-prediction="frames"]');
    await question.getByRole('spinbutton').fill('0');
    await question.getByRole('button', { name: say(locale, 'lab.prediction.commit') }).click();
    await expect(question.getByRole('status')).toHaveText(say(locale, 'lab.prediction.no-wire'));

    await page.goto(`${server.address}${locale}/lessons/echo-once/`);
    await lab.getByRole('button', { name: say(locale, 'lab.open-live') }).click();
    await expect(page.locator('.lab-note')).toHaveText(say(locale, 'site.lab.only-plain'));
    await page.close();
  });
}
