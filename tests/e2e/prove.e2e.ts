/** "Prove it": a question's hosts and programs in a live box, where the kernel decides. */
import { expectNoBarriers } from './barriers.ts';
import { expect, tagged, test } from './fixture.ts';
import { answer, asked, inWords, questionOf, words } from './quiz.ts';
import { startStaticHost } from './static-host.ts';
import { type Locale, say } from './words.ts';

for (const locale of ['en', 'ko'] as Locale[])
  test(`the kernel of a box decides a question, beside what was answered (${tagged(locale)})`, async ({
    page,
    context,
    site,
  }) => {
    const question = await questionOf('and', 4711);
    await page.goto(`${site}${locale}/review/?of=and&seed=4711`);
    const mistake = Object.values(question.mistakes)[0] ?? {};
    await answer(asked(page, locale, question), locale, question, mistake);
    const opening = context.waitForEvent('page');
    await page.getByRole('link', { name: words(locale, 'ui.prove') }).click();
    const proof = await opening;
    const row = proof.getByRole('row', { name: inWords(locale, question.fields[0]?.label ?? question.ask) });
    await expect(row.getByRole('cell').first()).toHaveText(mistake.network ?? 'a mistake');
    await proof.getByRole('button', { name: words(locale, 'ui.prove.build') }).click();
    await expect(row.getByRole('cell').last()).toHaveText(question.right.network ?? '');
    await expect(proof.getByText(words(locale, 'ui.prove.differs'))).toBeVisible();
    await expect(proof.getByRole('region', { name: 'network', exact: true })).toBeVisible();
    await expectNoBarriers(proof, 'a proof');
    await proof.close();
  });

test('without a server it is said, and the question stands all the same', async ({ page }) => {
  await using host = await startStaticHost();
  await page.goto(`${host.address}en/prove/?of=fd&seed=4711`);
  await page.getByRole('button', { name: words('en', 'ui.prove.build') }).click();
  await expect(page.getByText(say('en', 'site.no-server.question'))).toBeVisible();
  await expect(page.getByText('next = socket.socket()')).toBeVisible();
});
