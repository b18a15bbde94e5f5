/** A run as a file on the reader's disk, from the page itself and under the page's own policy. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { labFolder, loadScene } from '#driver/scenes';
import { pcapngOf } from '#trace/pcapng';
import { readRecording } from '../trace/recordings.ts';
import { expect, test } from './fixture.ts';
import { labOf, walkTo } from './walk.ts';
import { say } from './words.ts';

test('Download capture gives the frames up to the moment shown, once there are any', async ({
  page,
  site,
}) => {
  const loaded: string[] = [];
  page.on('request', request => loaded.push(request.url()));
  const hasLoaded = () => loaded.some(url => /pcapng.*\.js$/.test(url));
  await page.goto(`${site}en/lessons/echo-once/`);
  await page.getByRole('button', { name: say('en', 'lab.open-recorded') }).click();
  const button = labOf(page).getByRole('button', { name: 'Download capture' });
  await walkTo(page, 'listen');
  await expect(button).toBeDisabled();

  await walkTo(page, 'connect');
  await expect(button).toBeEnabled();
  expect(hasLoaded()).toBe(false);
  const downloading = page.waitForEvent('download');
  await button.click();
  const download = await downloading;
  expect(hasLoaded()).toBe(true);
  expect(download.suggestedFilename()).toBe('echo-once.pcapng');
  const trace = readRecording(join(labFolder('echo-once'), 'recorded.jsonl'));
  const moment = trace.findIndex(event => event.type === 'move' && event.move === 'connect') + 1;
  const expected = pcapngOf(trace.slice(0, moment), loadScene('echo-once', null).network);
  expect(await readFile(await download.path())).toEqual(Buffer.from(expected));
});
