/** A reason written under an answer is a line of the notebook, beside what the run showed, and can be saved. */
import { readFile } from 'node:fs/promises';
import { recordText } from '#record/record-text';
import { expectNoBarriers } from './barriers.ts';
import { expect, tagged, test } from './fixture.ts';
import { type Locale, say } from './words.ts';

const WHY = '<b>한 번</b> 더 *묻지* 않는다';

for (const locale of ['en', 'ko'] as Locale[])
  test(`why one expected it stands in the notebook, and in its Markdown (${tagged(locale)})`, async ({
    page,
    request,
    site,
  }) => {
    const question = { lab: 'echo-once', whatIf: null, prediction: 'echo-output' };
    const entries = recordText([
      {
        id: 'notebook-1',
        at: 1_750_000_000_000,
        type: 'predicted',
        ...question,
        value: 'hello',
        isSure: true,
      },
      {
        id: 'notebook-2',
        at: 1_750_000_000_001,
        type: 'shown',
        ...question,
        said: 'hello',
        shown: 'echo: hello',
      },
    ]);
    expect((await request.post(`${site}api/record`, { data: entries })).ok()).toBe(true);

    await page.goto(`${site}${locale}/lessons/echo-once/`);
    const asked = page.locator('form[data-prediction="echo-output"]');
    const because = asked.getByLabel(say(locale, 'site.notebook.because'));
    await because.fill(WHY);
    await because.press('Tab');
    await expect(asked).toContainText(say(locale, 'site.notebook.kept'));

    await page.goto(`${site}${locale}/notebook/`);
    const line = page.getByRole('list', { name: say(locale, 'site.notebook') }).getByRole('listitem');
    await expect(line).toContainText(say(locale, 'site.notebook.expected', { said: 'hello' }));
    await expect(line).toContainText(say(locale, 'site.notebook.wrong', { shown: 'echo: hello' }));
    await expect(line.getByRole('textbox')).toHaveValue(WHY);
    await expectNoBarriers(page, 'the notebook');
    const [saved] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: say(locale, 'site.notebook.save') }).click(),
    ]);
    const markdown = await readFile(await saved.path(), 'utf8');
    expect(markdown.split('\n')).toHaveLength(6);
    expect(markdown).toContain(`# ${say(locale, 'site.notebook')}\n`);
    expect(markdown).toContain('\\<b\\>한 번\\</b\\> 더 \\*묻지\\* 않는다');
    expect(markdown).toContain(`  - ${say(locale, 'site.notebook.wrong', { shown: 'echo: hello' })}`);
  });
