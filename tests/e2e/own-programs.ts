/** The workbench as a reader finds it. */
import { join } from 'node:path';
import { labFolder, loadScene } from '#driver/scenes';
import type { RunFile } from '#protocol/run-file';
import { readRecording } from '../trace/recordings.ts';
import { expect, type Locator, type Page } from './fixture.ts';
import { type Locale, say } from './words.ts';

export async function openWorkbench(page: Page, site: string, locale: Locale = 'en'): Promise<void> {
  await page.goto(`${site}${locale}/workbench/`);
  await expect(editors(page)).not.toHaveCount(0);
}

/** The form's own editors, once CodeMirror has come. */
export const editors = (page: Page): Locator => page.locator('.own-form [contenteditable="true"]');

export const openButton = (page: Page): Locator => page.getByRole('button', { name: 'Open', exact: true });

export const program = (page: Page, name: string): Locator => page.getByRole('region', { name, exact: true });

/** What became of the last thing that the form was asked. */
export const formNote = (page: Page): Locator => page.locator('.own-form').getByRole('status');

export type GivenFile = { name: string; mimeType: string; buffer: Buffer };

export const given = (name: string, content: string | Buffer): GivenFile => ({
  name,
  mimeType: 'application/octet-stream',
  buffer: Buffer.from(content as string),
});

/** Chooses files in the dialog that this button opens. */
export async function choose(page: Page, button: string, files: GivenFile | GivenFile[]): Promise<void> {
  const choosing = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: button }).click();
  await (await choosing).setFiles(files);
}

/** What "Download run" saves. */
export async function savedRun(page: Page, locale: Locale = 'en'): Promise<{ name: string; path: string }> {
  const downloading = page.waitForEvent('download');
  await page.getByRole('button', { name: say(locale, 'lab.download-run') }).click();
  const download = await downloading;
  return { name: download.suggestedFilename(), path: await download.path() };
}

/** Every row of the wire's table and of the sockets', as text. */
export async function rowsOf(page: Page): Promise<{ wire: string[]; sockets: string[] }> {
  const rows = async (name: string) =>
    (await page.getByRole('table', { name }).getByRole('row').allInnerTexts()).map(text =>
      text.replaceAll(/\s+/g, ' ').trim(),
    );
  return { wire: await rows('Wire'), sockets: await rows('Sockets') };
}

const HTML = '<img src=x onerror=alert(1)><script>alert(1)</script>';

/** A saved run of echo-once with HTML wherever a text may stand, `printed` by its programs, and without its walk. */
export function hostileRun(printed = HTML): GivenFile {
  const { lab, whatIf, network, wire, programs, panes } = loadScene('echo-once', null);
  const recorded = readRecording(join(labFolder('echo-once'), 'recorded.jsonl'));
  const trace = recorded
    .filter(({ type }) => type !== 'move')
    .map(event => {
      if (event.type === 'line') return { ...event, locals: { [HTML]: HTML }, function: HTML };
      if (event.type === 'call') return { ...event, args: [HTML] };
      if (event.type === 'output') return { ...event, bytes: btoa(printed) };
      return event;
    });
  const run: RunFile = {
    ...{ format: 'sockscope-run', version: 1, savedAt: 1, lab, whatIf, title: { en: HTML, ko: HTML } },
    ...{ network, networkName: null, wire, edited: ['server'], walk: [], panes, trace },
    programs: programs.map(program => ({ ...program, source: `${HTML}\n${program.source}` })),
  };
  return given('hostile.sockscope.json', JSON.stringify(run));
}
