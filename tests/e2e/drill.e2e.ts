/** The drill of subnetting: levels, streaks, the picture of slips, and ten questions for somebody else. */
import { LEVELS } from '#quiz/levels';
import { expectNoBarriers } from './barriers.ts';
import { expect, tagged, test } from './fixture.ts';
import { answer, asked, questionOf, words } from './quiz.ts';
import { type Locale, say } from './words.ts';

/** Of level 3: its first question shows the slip at which "no-minus-two" ends. */
async function tellingSeed(): Promise<number> {
  for (let seed = 4711; ; seed += 1)
    if ('no-minus-two' in (await questionOf('net', seed)).mistakes) return seed;
}

for (const locale of ['en', 'ko'] as Locale[])
  test(`a shared drill is the same for everybody, and its slips remain to be seen (${tagged(locale)})`, async ({
    page,
    site,
  }) => {
    const seed = await tellingSeed();
    await page.goto(`${site}${locale}/drill/?level=3&seed=${seed}`);
    const slips = page.getByRole('region', { name: say(locale, 'site.drill.slips') });
    await expect(slips.getByText(say(locale, 'site.drill.slips.none'))).toBeVisible();
    const level = page.getByRole('button', { name: say(locale, 'site.drill.level', { number: 3 }) });
    await expect(level).toHaveAttribute('aria-pressed', 'true');
    const place = page.getByRole('region', { name: say(locale, 'site.review.question'), exact: true });
    const [of = 'net', other = 'same'] = LEVELS[2] ?? [];
    const first = await questionOf(of, seed);
    const form = asked(place, locale, first);
    await answer(form, locale, first, first.mistakes['no-minus-two'] ?? {});
    const row = slips.getByRole('row', { name: words(locale, 'net.slip.no-minus-two') });
    await expect(row.getByRole('cell').first()).toHaveText('1');
    await expect(row).toContainText(say(locale, 'site.drill.since-n', { n: 0, total: 3 }));
    await form.getByRole('button', { name: words(locale, 'ui.next') }).click();
    const second = await questionOf(other, seed + 1);
    await answer(asked(place, locale, second), locale, second, second.right);
    await expect(page.getByText(say(locale, 'site.drill.streak', { now: 1, best: 1 }))).toBeVisible();
    await expectNoBarriers(page, 'a drill with a slip');

    // The slip by itself: its question shows it, and the first of three right answers counts.
    await row.getByRole('button').click();
    await expect(level).toHaveAttribute('aria-pressed', 'false');
    await expect(place.locator('.quiz-seed a')).toHaveAttribute('href', /slip=no-minus-two/);
    const href = new URL((await place.locator('.quiz-seed a').getAttribute('href')) ?? '', site);
    const third = await questionOf('net', Number(href.searchParams.get('seed')), 'no-minus-two');
    await answer(asked(place, locale, third), locale, third, third.right);
    await expect(row).toContainText(say(locale, 'site.drill.since-n', { n: 1, total: 3 }));

    // It is in the record: another page finds it.
    await page.goto(`${site}${locale}/drill/`);
    await expect(row).toContainText(say(locale, 'site.drill.since-n', { n: 1, total: 3 }));
  });
