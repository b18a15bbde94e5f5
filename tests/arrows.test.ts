/** The arrows of the architecture: who may import whom, read from the sources. */
import { describe, expect, test } from 'vitest';
import { files, read } from './repository/files.ts';
import { importsIn, resolve } from './repository/imports.ts';
import { importsOf, standardModules } from './repository/python.ts';

const all = ['protocol', 'trace', 'quiz', 'record', 'driver', 'grader', 'progress', 'server', 'cli', 'facts'];
const browserPackages = /^(preact|@preact\/signals|@xterm\/|@codemirror\/|@lezer\/)/;

/** Each part, where it lies, which parts it may import, and which packages. */
const parts = [
  { part: 'protocol', folder: 'src/protocol', may: [], packages: /^zod$/ },
  { part: 'trace', folder: 'src/trace', may: ['protocol'], packages: /^$/ },
  { part: 'quiz', folder: 'src/quiz', may: ['protocol'], packages: /^$/ },
  { part: 'record', folder: 'src/record', may: ['protocol'], packages: /^idb$/ },
  {
    part: 'lab',
    folder: 'src/lab',
    may: ['trace', 'quiz', 'record', 'protocol', 'facts'],
    packages: browserPackages,
  },
  {
    part: 'site',
    folder: 'src/site',
    may: ['lab', 'trace', 'quiz', 'record', 'protocol', 'facts'],
    packages: /^(astro($|[:/])|@astrojs\/|node:|yaml$|zod$|preact|pagefind$)/,
  },
  { part: 'driver', folder: 'sandbox/driver', may: ['protocol'], packages: /^(node:|node-pty$|yaml$|zod$)/ },
  {
    part: 'grader',
    folder: 'src/grader',
    may: ['driver', 'trace', 'protocol'],
    packages: /^(node:|vitest|yaml$)/,
  },
  { part: 'progress', folder: 'src/progress', may: ['record', 'protocol'], packages: /^node:/ },
  { part: 'server', folder: 'src/server', may: all, packages: /^(node:|ws$|send$|zod$|yaml$)/ },
  { part: 'cli', folder: 'src/cli', may: all, packages: /./ },
  { part: 'facts', folder: 'content', may: [], packages: /^$/ },
] as const;

const partOf = (path: string): string =>
  parts.find(({ folder }) => path.startsWith(`${folder}/`))?.part ?? `no part (${path})`;
const sources = (folder: string): string[] => files(folder).filter(path => /\.(ts|tsx|astro)$/.test(path));

describe('a part imports only what its arrows allow', () => {
  test.each(parts)('$part', ({ part, folder, may, packages }) => {
    const wrong = sources(folder).flatMap(path =>
      importsIn(read(path))
        .filter(({ from }) => {
          const target = resolve(path, from);
          if (target === undefined) return !packages.test(from);
          const other = partOf(target);
          if (other === part) return false;
          // Across parts by a face; facts have none, they are only read.
          return !(may as readonly string[]).includes(other) || (other !== 'facts' && !from.startsWith('#'));
        })
        .map(({ from }) => `${path} imports ${from}`),
    );
    expect(wrong).toEqual([]);
  });
});

test('zod is not shipped to the browser', () => {
  const reached = new Set([
    ...sources('src/lab'),
    ...sources('src/trace'),
    ...sources('src/quiz'),
    ...sources('src/record'),
  ]);
  const zod: string[] = [];
  for (const path of reached)
    for (const { from } of importsIn(read(path)).filter(({ typeOnly }) => !typeOnly)) {
      if (/^zod\b/.test(from)) zod.push(path);
      const target = resolve(path, from);
      if (target !== undefined && /\.tsx?$/.test(target)) reached.add(target);
    }
  expect(zod).toEqual([]);
});

test('a check spec imports the grader’s face and vitest, nothing else', () => {
  const specs = files('sandbox/exercises').filter(path => path.endsWith('.spec.ts'));
  expect(specs.length).toBeGreaterThan(0);
  const froms = specs.flatMap(path => importsIn(read(path)).map(({ from }) => from));
  expect(froms.filter(from => !['#grader/face', 'vitest'].includes(from))).toEqual([]);
});

test('a lesson imports nothing', () => {
  const lessons = files('lessons').filter(path => path.endsWith('.mdx'));
  expect(lessons.length).toBeGreaterThan(0);
  expect(lessons.filter(path => /^(import|export)\s/m.test(read(path)))).toEqual([]);
});

test.each(['supervisor', 'stepper', 'tools', 'caller', 'sweeper'])(
  'the %s needs Python’s standard library only',
  async part => {
    const paths = files(`sandbox/${part}`).filter(path => path.endsWith('.py'));
    expect(paths.length).toBeGreaterThan(0);
    const own = new Set(paths.map(path => path.slice(`sandbox/${part}/`.length).replace(/[/.].*/, '')));
    const standard = await standardModules();
    const wrong = Object.entries(await importsOf(paths)).flatMap(([path, names]) =>
      names.filter(name => !standard.has(name) && !own.has(name)).map(name => `${path} imports ${name}`),
    );
    expect(wrong).toEqual([]);
  },
);
