/** The learner's file and its checks over the lab socket. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { RecordDatabase, recordFolder } from '#progress/record-database';
import { Verdicts } from '#progress/verdicts';
import { Page } from './page.ts';
import { openStand, STARTER } from './stand.ts';

const exercise = 'echo-once';

test('the file begins as the starter, is a real file, and is saved', async () => {
  await using stand = await openStand();
  await using page = await Page.connect(stand.port);
  const file = await page.ask({ type: 'file-read', exercise }, 'file');
  expect(file).toMatchObject({ text: STARTER, isStarter: true, savedAt: null });
  const path = join(stand.workspace, 'echo_once.py');
  expect(await readFile(path, 'utf8')).toBe(STARTER);
  const text = 'print("안녕")\n';
  const saved = await page.ask({ type: 'file-save', exercise, text, base: file.hash }, 'file-saved');
  expect(await readFile(path, 'utf8')).toBe(text);
  const again = await page.ask({ type: 'file-read', exercise }, 'file');
  expect(again).toMatchObject({ text, hash: saved.hash, isStarter: false });
  expect(again.savedAt).toBeGreaterThan(0);
});

test('an edit that another editor has overtaken is refused, and what is on disk is sent', async () => {
  await using stand = await openStand();
  await using page = await Page.connect(stand.port);
  const { hash: base } = await page.ask({ type: 'file-read', exercise }, 'file');
  await writeFile(join(stand.workspace, 'echo_once.py'), 'from vim\n');
  const refused = await page.ask({ type: 'file-save', exercise, text: 'from page\n', base }, 'refused');
  expect(refused).toMatchObject({ request: 'file-save', code: 'file-changed' });
  const now = await page.got('file', 2);
  expect(now).toMatchObject({ text: 'from vim\n', isStarter: false });
  expect(await readFile(join(stand.workspace, 'echo_once.py'), 'utf8')).toBe('from vim\n');
  await page.ask({ type: 'file-save', exercise, text: 'from page\n', base: now.hash }, 'file-saved');
});

test('reset puts the starter back', async () => {
  await using stand = await openStand();
  await using page = await Page.connect(stand.port);
  const { hash } = await page.ask({ type: 'file-read', exercise }, 'file');
  await page.ask({ type: 'file-save', exercise, text: 'mine\n', base: hash }, 'file-saved');
  const reset = await page.ask({ type: 'file-reset', exercise }, 'file');
  expect(reset).toMatchObject({ text: STARTER, hash, isStarter: true, savedAt: null });
});

test('an unknown exercise is refused', async () => {
  await using stand = await openStand();
  await using page = await Page.connect(stand.port);
  const refused = await page.ask({ type: 'check', exercise: 'no-such' }, 'refused');
  expect(refused).toMatchObject({ request: 'check', code: 'unknown-exercise' });
});

test('results come one by one; a second check meanwhile is refused, one in another tab is not', async () => {
  await using stand = await openStand();
  await using page = await Page.connect(stand.port);
  await using other = await Page.connect(stand.port);
  page.send({ type: 'check', exercise });
  expect((await page.got('check-result')).result.id).toBe('listens');
  expect((await page.ask({ type: 'check', exercise }, 'refused')).code).toBe('check-running');
  other.send({ type: 'check', exercise });
  await other.got('check-result');
  expect(page.all('check-finished')).toEqual([]);
  stand.finishGrading();
  expect((await page.got('check-finished')).status).toBe('pass');
  expect(page.all('check-result').map(({ result }) => result.id)).toEqual(['listens', 'echoes']);
  await other.got('check-finished');
  page.send({ type: 'check', exercise });
  await page.got('check-finished', 2);
});

test('a grader that falls over ends the check as our error and leaves the lab alone', async () => {
  await using stand = await openStand();
  await using page = await Page.connect(stand.port);
  await page.ask({ type: 'open', lab: 'cat', whatIf: null }, 'opened');
  const { hash } = await page.ask({ type: 'file-read', exercise }, 'file');
  await page.ask({ type: 'file-save', exercise, text: 'crash\n', base: hash }, 'file-saved');
  expect((await page.ask({ type: 'check', exercise }, 'check-finished')).status).toBe('error');
  expect(stand.logged.join()).toContain('the grader fell over');
  page.type(0, 'still here\n');
  await page.until(() => page.text(0).includes('still here'));
});

test('a workspace that cannot be written is said so', async () => {
  await using stand = await openStand({ workspace: '/dev/null/workspace' });
  await using page = await Page.connect(stand.port);
  const refused = await page.ask({ type: 'file-read', exercise }, 'refused');
  expect(refused).toMatchObject({ request: 'file-read', code: 'file-unavailable' });
});

test('a file changed by another editor is sent unasked; what the page itself saved is not', async () => {
  await using stand = await openStand();
  await using page = await Page.connect(stand.port);
  const { hash: base } = await page.ask({ type: 'file-read', exercise }, 'file');
  await page.ask({ type: 'file-save', exercise, text: 'from page\n', base }, 'file-saved');
  await writeFile(join(stand.workspace, 'echo_once.py'), 'from vim\n');
  expect(await page.got('file', 2)).toMatchObject({ text: 'from vim\n', isStarter: false });
  expect(page.all('file')).toHaveLength(2);
});

test('a verdict is in the record, for the bytes that were judged', async () => {
  await using stand = await openStand();
  await using page = await Page.connect(stand.port);
  const { hash } = await page.ask({ type: 'file-read', exercise }, 'file');
  page.send({ type: 'check', exercise });
  stand.finishGrading();
  await page.got('check-finished');
  using record = new RecordDatabase(recordFolder(stand.workspace));
  expect((await new Verdicts(record).all()).get(exercise)).toMatchObject({ hash, passed: true });
});

test('a record that cannot be kept is said on the terminal, and the check goes on', async () => {
  using record = new RecordDatabase('/dev/null/record');
  await using stand = await openStand({ record });
  await using page = await Page.connect(stand.port);
  page.send({ type: 'check', exercise });
  stand.finishGrading();
  expect((await page.got('check-finished')).status).toBe('pass');
  expect(stand.logged).toEqual([expect.stringContaining('record of what you have done cannot be used')]);
});
