/** Generated questions: before a lesson, at its end, and by themselves where an address names one. */
import { GENERATORS, type GeneratorId } from '#quiz/catalogue';
import type { Question } from '#quiz/question';
import { expectNoBarriers } from './barriers.ts';
import { expect, tagged, test } from './fixture.ts';
import { answer, asked, inWords, questionOf, words } from './quiz.ts';
import { type Locale, say } from './words.ts';

const SEED = 4711;

/** One in which somebody may go wrong in a way that has a name. */
async function tellingQuestion(of: GeneratorId): Promise<Question> {
  for (let seed = SEED; ; seed += 1) {
    const question = await questionOf(of, seed);
    if (Object.keys(question.mistakes).length > 0) return question;
  }
}

for (const locale of ['en', 'ko'] as Locale[]) {
  test(`a warm-up of two questions: a slip is named, and asked again (${tagged(locale)})`, async ({
    page,
    site,
  }) => {
    await page.goto(`${site}${locale}/lessons/accept-new-socket/?seed=${SEED}`);
    const place = page.getByRole('region', { name: say(locale, 'site.quiz.warm-up') });
    await place.getByRole('button', { name: say(locale, 'site.quiz.begin', { count: 2 }) }).click();
    const first = await questionOf('demux', SEED);
    const [slip = '', mistake = {}] = Object.entries(first.mistakes)[0] ?? [];
    const form = asked(place, locale, first);
    await answer(form, locale, first, mistake);
    const judgement = first.judge(mistake);
    const name = judgement.kind === 'wrong' ? judgement.slip : null;
    expect(name, 'the seed shows a slip').not.toBeNull();
    const outcome = form.getByRole('status');
    await expect(outcome).toContainText(words(locale, `demux.slip.${name}`));
    const [shown] = judgement.kind === 'wrong' ? judgement.shown : [];
    const row = shown?.kind === 'events' ? shown.rows[0] : undefined;
    await expect(outcome.getByRole('row').first()).toContainText(row ? inWords(locale, row.left) : 'a row');
    await form.getByRole('button', { name: words(locale, 'ui.on-slip') }).click();
    await expect(place).toContainText(words(locale, 'ui.extra'));
    // It is another question, of the same kind, in which the slip would be wrong.
    const extra = place.getByRole('form');
    const seed = Number((await place.getByRole('link').innerText()).replace(/\D/g, ''));
    const again = await questionOf('demux', seed, name ?? slip);
    await answer(extra, locale, again, again.right);
    await expect(extra.getByRole('status')).toContainText(words(locale, 'ui.right'));
    await extra.getByRole('button', { name: words(locale, 'ui.next') }).click();

    const second = await questionOf('fd', SEED + 1);
    const last = asked(place, locale, second);
    await expect(place).toContainText(words(locale, 'ui.nth-of', { nth: '2', total: '2' }));
    await answer(last, locale, second, second.right);
    await last.getByRole('button', { name: words(locale, 'ui.next') }).click();
    await expect(place).toContainText(words(locale, 'ui.end', { right: '1', total: '2' }));
    await expect(place.getByRole('listitem')).toHaveText([words(locale, `demux.slip.${name}`)]);
  });

  test(`an address is one question, and what is no answer is refused with the reason (${tagged(locale)})`, async ({
    page,
    site,
  }) => {
    await page.goto(`${site}${locale}/review/?of=and&seed=${SEED}`);
    const question = await questionOf('and', SEED);
    const form = asked(page, locale, question);
    const field = form.getByLabel(words(locale, 'field.network'));
    await expect(field).toBeFocused();
    await page.keyboard.type('192.168.1.256');
    await page.keyboard.press('Enter');
    const status = form.getByRole('status');
    await expect(status).toContainText(words(locale, 'refused.octet-too-large', { octet: '256' }));
    await expect(field).toBeFocused();
    await field.fill(` ${question.right.network?.replaceAll('.', ' . ')} `);
    await page.keyboard.press('Enter');
    await expect(status).toContainText(words(locale, 'ui.right'));
    await expect(form.getByRole('button', { name: words(locale, 'ui.next') })).toBeFocused();
    await expectNoBarriers(page, 'an answered question');
  });
}

test('every kind of question is asked, answered and explained, with nothing in the way @prove', async ({
  page,
  site,
}) => {
  for (const of of GENERATORS) {
    const question = await tellingQuestion(of);
    await page.goto(`${site}en/review/?of=${of}&seed=${question.seed}`);
    const form = asked(page, 'en', question);
    const mistake = Object.values(question.mistakes)[0] ?? {};
    await answer(form, 'en', question, mistake);
    const judgement = question.judge(mistake);
    if (judgement.kind !== 'wrong') throw new Error(`${of}: the seed shows no slip`);
    await expect(form.getByRole('status')).toContainText(inWords('en', judgement.why));
    await expectNoBarriers(page, of);
  }
});

test('a narrow page scrolls in no direction but down', async ({ page, site }) => {
  await page.setViewportSize({ width: 320, height: 700 });
  for (const of of GENERATORS) {
    const question = await tellingQuestion(of);
    await page.goto(`${site}en/review/?of=${of}&seed=${question.seed}`);
    const form = asked(page, 'en', question);
    await answer(form, 'en', question, Object.values(question.mistakes)[0] ?? {});
    await expect(form.getByRole('status')).not.toBeEmpty();
    const overflow = await page.evaluate<number>('document.documentElement.scrollWidth - innerWidth');
    expect(overflow, of).toBeLessThanOrEqual(0);
  }
});

test('a module ends with eight questions of all that was asked so far', async ({ page, site }) => {
  await page.goto(`${site}en/lessons/echo-once/?seed=${SEED}#mixed`);
  const place = page.getByRole('region', { name: say('en', 'site.quiz.mixed') });
  const order = ['queue', 'buf', 'state', 'demux', 'fd', 'queue', 'buf', 'state'] as const;
  for (const [nth, of] of order.entries()) {
    const question = await questionOf(of, SEED + nth);
    const form = asked(place, 'en', question);
    await answer(form, 'en', question, question.right);
    await form.getByRole('button', { name: words('en', 'ui.next') }).click();
  }
  await expect(place).toContainText(words('en', 'ui.end', { right: '8', total: '8' }));
});
