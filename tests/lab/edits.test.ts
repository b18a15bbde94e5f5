/** A reader's own texts for a lab's programs: drafts, what runs, and the way back. */
import { expect, test } from 'vitest';
import { loadScene } from '#driver/scenes';
import { withEdits } from '#protocol/scene';
import { editsKey, editsOf } from '../../src/lab/edits.ts';
import { MemoryStorage } from './screen.ts';

const scene = loadScene('echo-once', null);
const shared = loadScene('echo-once', 'two-servers');
const sourceOf = (name: string) => scene.programs.find(program => program.name === name)?.source ?? '';

const editsIn = (storage: Storage, { programs } = scene) => editsOf(storage, 'lab', programs);

/** What the next page finds: the same texts, and nothing that this page holds. */
function reload(storage: Storage): Storage {
  const next = new MemoryStorage();
  for (let index = 0; index < storage.length; index += 1) {
    const key = storage.key(index) ?? '';
    next.setItem(key, storage.getItem(key) ?? '');
  }
  return next;
}

test('a draft does not run before it is told to, and both survive a reload', () => {
  const storage = new MemoryStorage();
  const edits = editsIn(storage);
  edits.keep('client', 'print(1)\n');
  expect(edits.running()).toEqual({});
  const later = reload(storage);
  const reloaded = editsIn(later);
  expect(reloaded.drafts.value.get('client')).toBe('print(1)\n');
  expect(reloaded.running()).toEqual({});
  reloaded.run();
  reloaded.keep('client', 'print(2)\n');
  const again = editsIn(reload(later));
  expect(again.running()).toEqual({ client: 'print(1)\n' });
  expect(again.drafts.value.get('client')).toBe('print(2)\n');
});

test('“Run this version” runs what stands in every editor', () => {
  const edits = editsIn(new MemoryStorage());
  edits.keep('client', 'print(1)\n');
  edits.keep('server', 'print(2)\n');
  edits.run();
  expect(withEdits(scene, edits.running()).edited).toEqual(['server', 'client']);
});

test('restoring says whether a box ran another text, and leaves nothing behind', () => {
  const storage = new MemoryStorage();
  const edits = editsIn(storage);
  edits.keep('client', 'print(1)\n');
  expect(edits.restore?.('client')).toBe(false);
  edits.keep('client', 'print(1)\n');
  edits.run();
  expect(edits.restore?.('client')).toBe(true);
  expect(edits.running()).toEqual({});
  expect(edits.drafts.value.size).toBe(0);
  expect(storage.length).toBe(0);
});

test('typing the original again is no edit', () => {
  const storage = new MemoryStorage();
  const edits = editsIn(storage);
  edits.keep('client', 'print(1)\n');
  edits.keep('client', sourceOf('client'));
  expect(edits.drafts.value.size).toBe(0);
  expect(storage.length).toBe(0);
});

test('two programs of one file have one text', () => {
  const edits = editsIn(new MemoryStorage(), shared);
  edits.keep('server-2', 'print(1)\n');
  expect(edits.drafts.value.get('server')).toBe('print(1)\n');
  edits.run();
  expect(withEdits(shared, edits.running()).edited).toEqual(['server', 'server-2']);
  edits.restore?.('server');
  expect(edits.drafts.value.size).toBe(0);
});

test.each(['{', 'null', '7', '{"drafts":7}', '{"drafts":{"client":7},"runs":{"nobody":"x"}}'])(
  'with %s in the storage there is no edit',
  kept => {
    const storage = new MemoryStorage();
    storage.setItem('sockscope:edits:lab', kept);
    const edits = editsIn(storage);
    expect(edits.drafts.value.size).toBe(0);
    expect(edits.running()).toEqual({});
  },
);

test('a browser that keeps nothing is said to, and the page holds them', () => {
  const edits = editsIn(new MemoryStorage({ isFull: true }));
  edits.keep('client', 'print(1)\n');
  expect(edits.kept.value).toBe(false);
  expect(edits.drafts.value.get('client')).toBe('print(1)\n');
});

test('a run that was saved runs its own texts, edited or not', () => {
  const edits = editsOf(new MemoryStorage(), 'run:1', scene.programs, {
    server: 'saved\n',
    client: 'saved too\n',
  });
  edits.keep('client', 'edited since\n');
  edits.run();
  expect(edits.running()).toEqual({ server: 'saved\n', client: 'edited since\n' });
});

test('a what-if’s edits are not the lab’s', () => {
  expect(editsKey({ lab: 'echo-once', whatIf: null })).toBe('echo-once');
  expect(editsKey({ lab: 'echo-once', whatIf: 'hangul' })).toBe('echo-once:hangul');
});
