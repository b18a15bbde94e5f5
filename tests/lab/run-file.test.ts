/** Saved runs: what is written is read again, and nothing else is. */
import { describe, expect, test } from 'vitest';
import { labNames, loadLab, loadScene } from '#driver/scenes';
import type { Scene } from '#protocol/lab';
import { RunFile, runFileSchema } from '#protocol/run-file';
import { MAX_RUN_BYTES } from '#protocol/run-format';
import { misfitOf, type Schema } from '#protocol/shape';
import { BadRunFile, type Run, readRun, runName, runText } from '../../src/lab/run-file.ts';
import { seeded } from '../trace/random.ts';
import { recordings } from '../trace/recordings.ts';
import { golden } from './golden.ts';

const format = runFileSchema() as Schema;
const recorded = await recordings();
const scene = loadScene('echo-once', null);
const run: Run = { scene, trace: golden, savedAt: 1_700_000_000_000 };
const file = (): RunFile => JSON.parse(runText(run)) as RunFile;

/** What of a scene a saved run carries. */
const kept = ({ lab, whatIf, title, network, wire, programs, walk, panes, edited }: Scene) => ({
  ...{ lab, whatIf, title, network, wire, programs, walk, panes, edited },
});

/** What the reader is told of a file; "opened" when it opens. */
function toldOf(content: unknown): string {
  try {
    readRun(typeof content === 'string' ? content : JSON.stringify(content), format);
    return 'opened';
  } catch (error) {
    if (!(error instanceof BadRunFile)) throw error;
    return `${error.key.replace('workbench.run.', '')} ${error.values.where ?? ''}`.trim();
  }
}

describe('a run that was saved', () => {
  test.each(recorded)('$name is read again as it was', ({ name, trace }) => {
    const [lab = '', whatIf = null] = name.split(' ');
    const saved = { scene: loadScene(lab, whatIf), trace, savedAt: 1 };
    const text = runText(saved);
    expect(RunFile.safeParse(JSON.parse(text)).error).toBeUndefined();
    const again = readRun(text, format);
    expect(again.trace).toEqual(trace);
    expect(kept(again.scene)).toEqual(kept(saved.scene));
  });

  test('of an edited lab says which programs are the reader’s own', () => {
    const edited = loadScene('echo-once', null, { client: 'print("mine")\n' });
    const again = readRun(runText({ scene: edited, trace: [], savedAt: 1 }), format);
    expect(again.scene.edited).toEqual(['client']);
    expect(again.scene.programs.find(({ name }) => name === 'client')?.source).toBe('print("mine")\n');
  });

  test('is called after its lab and what-if, and has an event to a line', () => {
    expect(runName({ lab: 'workbench', whatIf: null })).toBe('workbench.sockscope.json');
    expect(runName({ lab: 'echo-once', whatIf: 'hangul' })).toBe('echo-once-hangul.sockscope.json');
    const lines = runText(run).split('\n');
    expect(JSON.parse(lines[1]?.replace(/,$/, '') ?? '')).toEqual(golden[0]);
    expect(lines).toHaveLength(golden.length + 3);
  });
});

test.each<[string, unknown, string]>([
  ['an empty file', '', 'not-json'],
  ['a file whose end is missing', runText(run).slice(0, -40), 'not-json'],
  ['a program', 'import socket\n', 'not-json'],
  ['brackets without end', '['.repeat(200_000), 'not-json'],
  ['a list', [], 'other-format'],
  ['nothing', null, 'other-format'],
  ['another JSON file', { name: 'sockscope', version: '0.1.0' }, 'other-format'],
  ['a later version', { ...file(), version: 2 }, 'other-version'],
  ['a version that is no number', { ...file(), version: '<b>1</b>' }, 'other-version'],
])('%s is refused as no run', (_, content, told) => {
  expect(toldOf(content)).toBe(told);
});

test('a file that is too large is refused before it is parsed', () => {
  expect(toldOf(' '.repeat(MAX_RUN_BYTES + 1))).toBe('too-large');
});

type Path = readonly (string | number)[];

/** The file with something else at this place; without a value, with nothing there. */
function changed([...path]: Path, value?: unknown): unknown {
  const content: unknown = file();
  const key = path.pop() ?? '';
  const place = path.reduce((inner, step) => Reflect.get(Object(inner), step) as unknown, content);
  if (value === undefined) Reflect.deleteProperty(Object(place), key);
  else Reflect.set(Object(place), key, value);
  return content;
}

const first = (type: string): number => golden.findIndex(event => event.type === type);
const inFirst = (type: string, key: string): Path => ['trace', first(type), key];

test.each<[string, Path, unknown, string]>([
  ['a missing part', ['network'], undefined, 'bad-missing network'],
  ['a part more', ['script'], '<script>alert(1)</script>', 'bad-unknown script'],
  ['a text for a number', ['trace', 3, 'at'], 'soon', 'bad-kind trace[3].at'],
  ['an event that there is not', ['trace', 3, 'type'], 'explosion', 'bad-value trace[3].type'],
  ['a path for a file', ['programs', 0, 'file'], '../server.py', 'bad-value programs[0].file'],
  ['an object for a source', ['programs', 1, 'source'], { toString: 1 }, 'bad-kind programs[1].source'],
  ['bytes that are none', inFirst('frame', 'bytes'), '<b>', `bad-value trace[${first('frame')}].bytes`],
  ['a program on no host', ['programs', 0, 'host'], 'moon', 'bad-value programs[0].host'],
  ['two programs of one name', ['programs', 1, 'name'], 'server', 'bad-value programs[1].name'],
  ['a program named as a shell', ['programs', 1, 'name'], 'shell-client', 'bad-value programs'],
  ['a name that every object has', ['programs', 1, 'name'], 'constructor', 'bad-value programs[1].name'],
  ['such a host', ['network', 'hosts', 0, 'name'], 'constructor', 'bad-value network.hosts[0].name'],
  ['an edit of no program', ['edited'], ['nobody'], 'bad-value edited[0]'],
  ['a move of no program', ['walk', 1, 'program'], 'nobody', 'bad-value walk[1].program'],
  ['an event of an unknown host', inFirst('sockets', 'host'), 'moon', '.host'],
  ['an event of an unknown program', inFirst('line', 'program'), 'nobody', '.program'],
  ['a frame on an unknown link', inFirst('frame', 'link'), 'moon', '.link'],
  ['a frame from an unknown host', inFirst('frame', 'from'), 'moon', '.from'],
  ['events that go backwards', ['trace', 5, 'seq'], 2, 'bad-value trace[5].seq'],
])('%s is refused, and the file’s place of it named', (_, path, value, told) => {
  expect(toldOf(changed(path, value))).toContain(told);
});

test('a key that would be a prototype is refused like any other that does not belong', () => {
  const text = JSON.stringify(file()).replace('"edited":', '"__proto__":{"edited":1},"edited":');
  expect(toldOf(text)).toBe('bad-unknown __proto__');
});

describe('the page and zod judge alike', () => {
  const random = seeded(8);
  const values: unknown[] = [
    null,
    true,
    -1,
    1.5,
    2 ** 60,
    '',
    'x',
    '10.0.0.1/24',
    [],
    {},
    [[]],
    { type: 'move' },
  ];

  /** Somewhere in the file something is taken away, added or replaced. */
  function spoilt(): unknown {
    const content = file();
    content.trace = content.trace.slice(random.below(80), 120);
    let place: Record<string, unknown> = content as unknown as Record<string, unknown>;
    for (;;) {
      const keys = Object.keys(place);
      if (keys.length === 0) break;
      const inner = place[random.pick(keys)];
      if (typeof inner !== 'object' || inner === null || random.below(4) === 0) break;
      place = inner as Record<string, unknown>;
    }
    const key = random.pick([...Object.keys(place), 'more']);
    if (random.below(3) === 0) delete place[key];
    else place[key] = random.pick(values);
    return content;
  }

  test('on a thousand files of which each has one thing spoilt', () => {
    let refused = 0;
    for (let count = 0; count < 1000; count += 1) {
      const content: unknown = JSON.parse(JSON.stringify(spoilt()));
      const misfit = misfitOf(format, content);
      const { data, error } = RunFile.safeParse(content);
      // zod fills in defaults and leaves out what it does not know; the page does neither, and refuses.
      if (misfit === null) expect(data).toEqual(content);
      else expect(error ?? data).not.toEqual(content);
      if (misfit !== null) refused += 1;
    }
    expect(refused).toBeGreaterThan(500);
    expect(refused).toBeLessThan(1000);
  });
});

test('a keyword of the format that is not looked at is our mistake, not the reader’s', () => {
  expect(() => misfitOf({ uniqueItems: true } as Schema, [])).toThrow('uniqueItems');
});

test('every lab’s scene can be saved', async () => {
  for (const lab of await labNames())
    for (const whatIf of [null, ...loadLab(lab).whatIfs.map(({ id }) => id)])
      expect(toldOf(runText({ scene: loadScene(lab, whatIf), trace: [], savedAt: 1 }))).toBe('opened');
});
