/** The learner's files: nothing written is ever lost, whatever else happens. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { Workspace } from '#progress/files';
import { MAX_FILE_BYTES } from '#protocol/messages';

const FILE = 'echo_once.py';
const old = { file: FILE, starter: '# starter, first edition\n' };
const fresh = { file: FILE, starter: '# starter, second edition\n' };

async function openFolder() {
  const folder = await mkdtemp(join(tmpdir(), 'sockscope-files-'));
  return {
    folder,
    path: join(folder, 'workspace', FILE),
    workspace: () => new Workspace(join(folder, 'workspace')),
    kept: async () => {
      const history = join(folder, 'workspace/.history');
      const names = await readdir(history).catch(() => []);
      return await Promise.all(names.sort().map(name => readFile(join(history, name), 'utf8')));
    },
    async [Symbol.asyncDispose]() {
      await rm(folder, { recursive: true, force: true });
    },
  };
}

test('the first read makes a real file from the starter', async () => {
  await using place = await openFolder();
  const file = await place.workspace().read(old);
  expect(file).toMatchObject({ text: old.starter, isStarter: true, savedAt: null });
  expect(file.hash).toMatch(/^[0-9a-f]{32}$/);
  expect(await readFile(place.path, 'utf8')).toBe(old.starter);
});

test('a save that began from what is on disk is written; any other writes nothing', async () => {
  await using place = await openFolder();
  const workspace = place.workspace();
  const { hash } = await workspace.read(old);
  const saved = await workspace.save(old, 'mine\n', hash);
  expect(saved.saved).toBe(true);
  const stale = await workspace.save(old, 'from an old tab\n', hash);
  expect(stale).toMatchObject({ saved: false, now: { text: 'mine\n', isStarter: false } });
  expect(await readFile(place.path, 'utf8')).toBe('mine\n');
});

test('of two saves at once from the same base, one is written and the other hears of it', async () => {
  await using place = await openFolder();
  const workspace = place.workspace();
  const { hash } = await workspace.read(old);
  const both = await Promise.all([workspace.save(old, 'one\n', hash), workspace.save(old, 'two\n', hash)]);
  expect(both.map(({ saved }) => saved)).toEqual([true, false]);
  expect(await readFile(place.path, 'utf8')).toBe('one\n');
});

test('a file that was deleted meanwhile is written again', async () => {
  await using place = await openFolder();
  const workspace = place.workspace();
  const { hash } = await workspace.read(old);
  await rm(place.path);
  expect((await workspace.save(old, 'mine\n', hash)).saved).toBe(true);
});

test('reset brings the starter and keeps what was there, every time', async () => {
  await using place = await openFolder();
  const workspace = place.workspace();
  const { hash } = await workspace.read(old);
  await workspace.save(old, 'first try\n', hash);
  expect(await workspace.reset(old)).toMatchObject({ text: old.starter, hash, isStarter: true });
  await workspace.save(old, 'second try\n', hash);
  await workspace.reset(old);
  await workspace.reset(old);
  expect(await place.kept()).toEqual(['first try\n', 'second try\n']);
});

test('a new starter replaces an untouched file and never an edited one', async () => {
  await using place = await openFolder();
  await place.workspace().read(old);
  expect(await place.workspace().read(fresh)).toMatchObject({ text: fresh.starter, isStarter: true });
  await writeFile(place.path, 'mine, by vim\n');
  const edited = await place.workspace().read(old);
  expect(edited).toMatchObject({ text: 'mine, by vim\n', isStarter: false });
  expect(edited.savedAt).toBeGreaterThan(0);
  expect(await readFile(place.path, 'utf8')).toBe('mine, by vim\n');
});

test.each(['', '{"echo_once.py":', '[]', '{"echo_once.py":7}'])(
  'with .starters.json broken (%j) every file counts as edited',
  async broken => {
    await using place = await openFolder();
    await place.workspace().read(old);
    await writeFile(join(place.folder, 'workspace/.starters.json'), broken);
    expect(await place.workspace().read(fresh)).toMatchObject({ text: old.starter, isStarter: false });
  },
);

test('bytes that are no UTF-8 are kept before a save replaces them', async () => {
  await using place = await openFolder();
  const workspace = place.workspace();
  await workspace.read(old);
  const eucKr = Buffer.from([0x23, 0xbe, 0xc8, 0xb3, 0xe7, 0x0a]);
  await writeFile(place.path, eucKr);
  const { hash } = await workspace.read(old);
  await workspace.save(old, 'mine\n', hash);
  const [name = ''] = await readdir(join(place.folder, 'workspace/.history'));
  expect(await readFile(join(place.folder, 'workspace/.history', name))).toEqual(eucKr);
});

test('64 kB are taken, one byte more is refused and changes nothing', async () => {
  await using place = await openFolder();
  const workspace = place.workspace();
  const { hash } = await workspace.read(old);
  const tooMuch = workspace.save(old, '#'.repeat(MAX_FILE_BYTES + 1), hash);
  await expect(tooMuch).rejects.toMatchObject({ code: 'file-too-large' });
  expect((await workspace.save(old, '#'.repeat(MAX_FILE_BYTES), hash)).saved).toBe(true);
});

const WHOLE = /^(?:(.)\1{60000}\n)$/;

/** A process that saves without end; `saves` counts those it has reported. */
function startWriter(folder: string) {
  const writer = fileURLToPath(new URL('writer.ts', import.meta.url));
  const child = spawn(process.execPath, [writer, folder], { stdio: ['ignore', 'pipe', 'inherit'] });
  let saves = 0;
  const reach = (count: number): Promise<void> =>
    new Promise(resolve => {
      child.stdout.on('data', (data: Buffer) => {
        saves += data.length;
        if (saves >= count) resolve();
      });
    });
  return { child, reach, exited: once(child, 'exit') };
}

test('whoever reads while a save is under way sees the old text or the new, so a crash leaves one of them', async () => {
  await using place = await openFolder();
  const writer = startWriter(join(place.folder, 'workspace'));
  await writer.reach(1);
  const seen = new Set<string>();
  for (let look = 0; seen.size < 20; look += 1) {
    const text = readFileSync(place.path, 'utf8');
    expect(WHOLE.test(text), `look ${look} saw ${text.length} characters`).toBe(true);
    seen.add(text);
  }
  writer.child.kill('SIGKILL');
  await writer.exited;
});

test('a writer killed with SIGKILL leaves a whole file, and the next one clears its litter', async () => {
  await using place = await openFolder();
  const folder = join(place.folder, 'workspace');
  const seen = new Set<string>();
  for (let round = 1; round <= 8; round += 1) {
    const writer = startWriter(folder);
    await writer.reach(round);
    writer.child.kill('SIGKILL');
    expect(await writer.exited).toEqual([null, 'SIGKILL']);
    const text = await readFile(place.path, 'utf8');
    expect(text).toMatch(WHOLE);
    seen.add(text);
  }
  expect(seen.size).toBeGreaterThan(1);
  const gone = spawn('true');
  await once(gone, 'exit');
  await writeFile(join(folder, `.writing-${gone.pid}-1`), 'half a te');
  await writeFile(join(folder, `.writing-${process.pid}-0`), 'of one that lives');
  await place.workspace().read(old);
  const litter = (await readdir(folder)).filter(name => name.includes('writing'));
  expect(litter).toEqual([`.writing-${process.pid}-0`]);
});
