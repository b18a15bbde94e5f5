/**
 * A trace in the page as if it were the recording of `echo-once`, with one move that leads to its end: for
 * what no recording of the course shows. The page and its server are the real ones.
 */
import type { TraceEvent } from '#protocol/events';
import { sceneOfSources } from '../sandbox/scene.ts';
import type { Page } from './fixture.ts';
import { walkTo } from './walk.ts';
import { type Locale, say } from './words.ts';

const LAST = 'all';

type Options = { locale?: Locale; network?: string };

export async function showTrace(
  page: Page,
  site: string,
  trace: readonly TraceEvent[],
  { locale = 'en', network = 'pair' }: Options = {},
): Promise<void> {
  const scene = sceneOfSources(network, { 'client@client': '', 'server@server': '' });
  const walk = [{ id: LAST, program: 'client', until: { exited: true } }];
  await page.route('**/labs/echo-once/scene.json', route =>
    route.fulfill({ json: { ...scene, lab: 'echo-once', walk } }),
  );
  const { seq, at } = trace.at(-1) ?? { seq: 0, at: 0 };
  const all = [...trace, { type: 'move', move: LAST, seq: seq + 1, at: at + 1 }];
  const body = all.map(event => `${JSON.stringify(event)}\n`).join('');
  await page.route('**/labs/echo-once/recorded.jsonl', route => route.fulfill({ body }));
  await page.goto(`${site}${locale}/lessons/echo-once/`);
  await page.getByRole('button', { name: say(locale, 'lab.open-recorded') }).click();
  await walkTo(page, LAST, locale);
}
