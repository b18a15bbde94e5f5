/** Record files: what is written is read again, older ones are, and nothing else is. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { RecordFile } from '#protocol/record';
import { MAX_RECORD_BYTES, RECORD_VERSION } from '#protocol/record-format';
import { progressOf } from '#record/progress';
import { entriesIn, RecordRefused } from '#record/record-file';
import { recordText } from '#record/record-text';
import { seeded } from '../trace/random.ts';
import { everyKind, misfitIn } from './entries.ts';

const text = recordText(everyKind);
const file = () => JSON.parse(text) as { version: number; entries: Record<string, unknown>[] };
const fileOf = (version: number): string =>
  readFileSync(new URL(`version-${version}/record.json`, import.meta.url), 'utf8');
const [version1, version2] = [fileOf(1), fileOf(2)];

/** What is told of a file; "taken" when it is. */
function toldOf(content: unknown): string {
  try {
    entriesIn(typeof content === 'string' ? content : JSON.stringify(content), misfitIn);
    return 'taken';
  } catch (error) {
    if (!(error instanceof RecordRefused)) throw error;
    return error.message;
  }
}

const withEntry = (changes: Record<string, unknown>) => {
  const { entries, ...head } = file();
  return { ...head, entries: [{ ...entries[0], ...changes }] };
};

test('a file is read again as it was written, an entry to a line', () => {
  expect(entriesIn(text, misfitIn)).toEqual(everyKind);
  expect(text.split('\n')).toHaveLength(everyKind.length + 3);
  expect(entriesIn(recordText([]), misfitIn)).toEqual([]);
});

test('a file of version 1 says of a learner what it said then', () => {
  const { lessons, answers, exercises } = progressOf(entriesIn(version1, misfitIn));
  expect(lessons.get('echo-once')).toEqual({
    isRead: true,
    moves: new Set(['socket', 'bind']),
    move: 'bind',
  });
  expect([...answers.values()]).toEqual([
    { kind: 'committed', value: '세 바이트 "씩"', shown: null },
    { kind: 'skipped' },
  ]);
  expect(exercises.get('echo-once')).toMatchObject({ passed: true });
});

test('a file of version 2 is taken as it is, and goes on as one of this version', () => {
  const entries = entriesIn(version2, misfitIn);
  expect(entries).toEqual(JSON.parse(version2).entries);
  const { version } = JSON.parse(recordText(entries));
  expect(version).toBe(RECORD_VERSION);
  expect(entriesIn(recordText(entries), misfitIn)).toEqual(entries);
});

test('nothing has happened later than now, whatever a file says', () => {
  const [entry] = entriesIn(JSON.stringify(withEntry({ at: 8_000_000_000_000_000 })), misfitIn);
  expect(entry?.at).toBeLessThanOrEqual(Date.now());
});

test.each<[string, unknown, string]>([
  ['an empty file', '', 'not-json'],
  ['a file whose end is missing', text.slice(0, -20), 'not-json'],
  ['brackets without end', '['.repeat(200_000), 'not-json'],
  ['a list', [], 'other-format'],
  ['a number', '7', 'other-format'],
  ['a saved run', { format: 'sockscope-run', version: 1 }, 'other-format'],
  ['a later version', { ...file(), version: RECORD_VERSION + 1 }, `newer ${RECORD_VERSION + 1}`],
  ['a version of text', { ...file(), version: '1' }, 'damaged version'],
  ['no version', { ...file(), version: undefined }, 'damaged version'],
  ['version 0', { ...file(), version: 0 }, 'damaged version'],
  ['no entries', { ...file(), entries: undefined }, 'damaged entries'],
  ['something besides', { ...file(), more: 1 }, 'damaged more'],
  ['an entry that is a text', { ...file(), entries: ['read'] }, 'damaged entries[0]'],
  ['an unknown kind', withEntry({ type: 'cheated' }), 'damaged entries[0].type'],
  ['an id with a quote', withEntry({ id: "x'; DROP TABLE entries" }), 'damaged entries[0].id'],
  ['a name with a tag', withEntry({ lesson: '<img src=x>' }), 'damaged entries[0].lesson'],
  ['a prototype', withEntry({ lesson: '__proto__' }), 'damaged entries[0].lesson'],
  ['half a millisecond', withEntry({ at: 0.5 }), 'damaged entries[0].at'],
  ['a time before 1970', withEntry({ at: -1 }), 'damaged entries[0].at'],
  ['a new kind in a file of version 1', { ...file(), version: 1 }, 'damaged entries[4].type'],
  ['a new kind in a file of version 2', { ...file(), version: 2 }, 'damaged entries[12].type'],
  [
    'a seed that is none',
    { ...file(), entries: [{ ...file().entries.find(({ type }) => type === 'answered'), seed: -1 }] },
    'damaged entries[0].seed',
  ],
])('%s is refused, with the place', (_, content, told) => {
  expect(toldOf(content)).toBe(told);
});

test('a file that is far too large is not even parsed', () => {
  expect(toldOf(`${' '.repeat(MAX_RECORD_BYTES)}${text}`)).toBe('too-large');
});

test('page and server agree: of a thousand spoilt files each takes what the other takes', () => {
  const random = seeded(7);
  const odd = [null, 0, -1, 1.5, '', 'x', true, [], {}, 'echo-once', '가', { type: 'read' }];
  let taken = 0;
  for (let round = 0; round < 1000; round += 1) {
    const spoilt = random.pick([
      file,
      () => JSON.parse(version1),
      () => JSON.parse(version2),
    ])() as ReturnType<typeof file>;
    const entry = random.pick(spoilt.entries);
    const key = random.pick([...Object.keys(entry), 'more']);
    if (random.below(5) === 0) delete entry[key];
    else entry[key] = random.pick(odd);
    const isTaken = misfitIn(spoilt) === null;
    expect(isTaken, JSON.stringify(entry)).toBe(RecordFile.safeParse(spoilt).success);
    if (isTaken) taken += 1;
  }
  expect(taken).toBeGreaterThan(10);
  expect(taken).toBeLessThan(500);
});
