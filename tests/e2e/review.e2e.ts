/** What is due comes back: on the page of reviews, and in the warm-ups of lessons. */
import { isGenerator } from '#quiz/catalogue';
import type { Fact } from '#record/learner-record';
import { recordText } from '#record/record-text';
import { expectNoBarriers } from './barriers.ts';
import { type APIRequestContext, expect, type Locator, tagged, test } from './fixture.ts';
import { answer, questionOf, words } from './quiz.ts';
import { type Locale, say } from './words.ts';

const DAY = 86_400_000;

/** What the learner did so many days ago. */
async function remember(request: APIRequestContext, site: string, done: readonly [number, Fact][]) {
  const entries = done.map(([days, fact], at) => ({
    ...{ id: `remembered-${at}`, at: Date.now() - days * DAY + at },
    ...fact,
  }));
  const taken = await request.post(`${site}api/record`, { data: recordText(entries) });
  expect(taken.ok()).toBe(true);
}

const answered = (topic: string, isRight: boolean, isSure?: boolean): Fact => ({
  ...{ type: 'answered', topic, seed: 1, on: null, isRight, made: null },
  ...(isSure !== undefined && { isSure }),
});

/** The question that is asked, by the seed that is shown. */
async function shownQuestion(place: Locator) {
  const address = new URL((await place.locator('.quiz-seed a').getAttribute('href')) ?? '', 'http://x');
  const [of, seed] = ['of', 'seed'].map(name => address.searchParams.get(name) ?? '');
  if (of === undefined || !isGenerator(of)) throw new Error(`no such generator: ${of}`);
  return questionOf(of, Number(seed), address.searchParams.get('slip'));
}

for (const locale of ['en', 'ko'] as Locale[])
  test(`what is due comes first, and a wrong answer leads back to the lab (${tagged(locale)})`, async ({
    page,
    request,
    site,
  }) => {
    const question = { lab: 'echo-once', whatIf: null, prediction: 'where-accept-ends' };
    await remember(request, site, [
      [3, answered('fd', true)],
      [2.2, { type: 'predicted', ...question, value: 'one', isSure: false }],
      [2.1, { type: 'shown', ...question, said: 'one', shown: 'other' }],
      [2, answered('queue', false, true)],
      [0, answered('buf', true)],
    ]);
    await page.goto(`${site}${locale}/review/`);
    const due = page.getByRole('region', { name: say(locale, 'site.review.due') });
    await expect(due.getByRole('status')).toHaveText(say(locale, 'site.review.count', { n: 3 }));
    await expect(due.getByRole('listitem')).toHaveText([
      new RegExp(`${words(locale, 'queue.title')}.*${say(locale, 'site.review.missed-sure')}`),
      new RegExp(say(locale, 'site.review.missed')),
      new RegExp(words(locale, 'fd.title')),
    ]);
    await expect(due.getByRole('listitem').nth(1).getByRole('link')).toHaveAttribute(
      'href',
      /echo-once\/#lab$/,
    );
    await expect(due).toContainText(words(locale, 'buf.title'));
    await expectNoBarriers(page, 'what is due');

    await due.getByRole('button', { name: say(locale, 'site.review.begin', { count: 2 }) }).click();
    const place = page.getByRole('region', { name: say(locale, 'site.review.question'), exact: true });
    await expect(place).toContainText(words(locale, 'ui.nth-of', { nth: '1', total: '2' }));
    const first = await shownQuestion(place);
    expect(first.generator).toBe('queue');
    const form = place.getByRole('form');
    await form.getByLabel(words(locale, 'ui.sure'), { exact: true }).check();
    const wrong = Object.entries(first.right).map(([field, value]) => [field, `9${value}`]);
    await answer(form, locale, first, Object.fromEntries(wrong));
    await expect(due.getByRole('status')).toHaveText(say(locale, 'site.review.count', { n: 2 }));
    // The page shows it before the server has it.
    await expect
      .poll(async () => (await (await request.get(`${site}api/record`)).json()).entries.at(-1) as Fact)
      .toMatchObject({ type: 'answered', topic: 'queue', isRight: false, isSure: true });
    await form.getByRole('link', { name: words(locale, 'ui.to-lab', { lab: '' }) }).click();
    await expect(page).toHaveURL(new RegExp(`/${locale}/lessons/accept-new-socket/#lab$`));

    // The warm-up of a later lesson asks what is still due, before what it has planned.
    await page.goto(`${site}${locale}/lessons/send-and-recv/`);
    const warmUp = page.getByRole('region', { name: say(locale, 'site.quiz.warm-up') });
    await warmUp.getByRole('button', { name: say(locale, 'site.quiz.begin', { count: 2 }) }).click();
    await expect(warmUp.getByRole('form')).toBeVisible();
    expect((await shownQuestion(warmUp)).generator).toBe('fd');
  });
