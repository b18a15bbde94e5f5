import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { AuthorError, parseAuthored } from '#protocol/authoring';
import { checkLab, type Surroundings } from '#protocol/check-lab';
import { Lab, Probe } from '#protocol/lab';

const FILE = 'sandbox/labs/x/lab.yaml';

const good = `
title: { en: An echo, ko: 에코 }
network: { hosts: [{ name: pc }] }
programs: [{ name: server, host: pc, file: server.py }]
walk: [{ id: bind, program: server, until: { returned: bind } }]
`;

const around: Surroundings = { network: () => undefined, hasFile: name => name === 'server.py' };

function problemsOf(yaml: string): readonly string[] {
  try {
    checkLab(parseAuthored(Lab, parse(yaml), FILE), FILE, around);
  } catch (error) {
    if (error instanceof AuthorError) return error.problems;
    throw error;
  }
  return [];
}

test('a sound lab gives no problem', () => {
  expect(problemsOf(good)).toEqual([]);
});

test('a wrong type names file, field, what was expected and what was got', () => {
  expect(problemsOf(good.replace('program: server, until', 'program: 3, until'))).toEqual([
    `${FILE}: walk[0].program: expected string, got 3`,
  ]);
});

test('a missing field is told as nothing got', () => {
  expect(problemsOf(good.replace(/^title.*$/m, ''))).toEqual([
    `${FILE}: title: expected object, got nothing`,
  ]);
});

test('an id in the wrong spelling gets the example', () => {
  expect(problemsOf(good.replace('id: bind', 'id: Bind_It'))).toEqual([
    `${FILE}: walk[0].id: expected lower-case words joined by hyphens, like "echo-once", got "Bind_It"`,
  ]);
});

test('a key that no schema knows is named', () => {
  expect(problemsOf(`${good}\nfaults: []`)).toEqual([`${FILE}: expected no key "faults" here`]);
});

test('a misspelt until lists what a move can wait for', () => {
  expect(problemsOf(good.replace('returned: bind', 'retuned: bind'))).toEqual([
    `${FILE}: walk[0].until: expected one of returned (string) | blocked (string) | line (number) | exited (true) | held (true), got {"retuned":"bind"}`,
  ]);
});

test('every problem of a file is told at once, one line each', () => {
  const bad = good.replace('en: An echo, ', '').replace('file: server.py', 'file: Server.py');
  expect(problemsOf(bad)).toEqual([
    `${FILE}: title.en: expected string, got nothing`,
    `${FILE}: programs[0].file: expected a Python file name beside lab.yaml, got "Server.py"`,
  ]);
});

test('names that mean nothing are found: host, program file, walk program', () => {
  const bad = good
    .replace('host: pc, file: server.py', 'host: mac, file: sever.py')
    .replace('program: server', 'program: sever');
  expect(problemsOf(bad)).toEqual([
    `${FILE}: programs[0].host: expected a host of the network (pc), got "mac"`,
    `${FILE}: programs[0].file: expected a file beside lab.yaml, got "sever.py"`,
    `${FILE}: walk[0].program: expected a program of the lab (server), got "sever"`,
  ]);
});

test('a program that is let run alongside a move is one of the lab', () => {
  const bad = good.replace('program: server, until', 'program: server, alongside: [sever], until');
  expect(bad).not.toBe(good);
  expect(problemsOf(bad)).toEqual([
    `${FILE}: walk[0].alongside[0]: expected a program of the lab (server), got "sever"`,
  ]);
});

test('a network that nobody wrote is named', () => {
  expect(problemsOf(good.replace(/network: .*/, 'network: pear'))).toEqual([
    `${FILE}: network: expected a name of sandbox/networks/, got "pear"`,
  ]);
});

test('a prediction must hang on moves of its own walk, in order, and offer a choice', () => {
  const asks = `predictions:
  - { id: a, kind: choice, options: [x, y], probe: { name: failures }, before: bond, at: bind }
  - { id: a, kind: choice, options: [x], probe: { name: failures }, before: bind, at: bind }`;
  expect(problemsOf(good + asks)).toEqual([
    `${FILE}: predictions[1].id: expected a new id, got "a" again`,
    `${FILE}: predictions[0].before: expected a move of the walk (bind), got "bond"`,
    `${FILE}: predictions[1].options: expected two options or more, got 1`,
  ]);
});

test('what-ifs are checked like the lab: unique ids, and a new program needs a host and a file', () => {
  const whatIf = `{ id: two, title: { en: a, ko: a }, programs: [{ name: other }], walk: [{ id: m, program: other, until: { exited: true } }] }`;
  expect(problemsOf(`${good}whatIfs: [${whatIf}, ${whatIf}]`)).toEqual([
    `${FILE}: whatIfs[1].id: expected a new id, got "two" again`,
    `${FILE}: whatIfs[0].programs[0]: expected host and file, because "other" is a program the lab does not have yet`,
    `${FILE}: whatIfs[1].programs[0]: expected host and file, because "other" is a program the lab does not have yet`,
  ]);
});

test('a slider has its places among the what-ifs', () => {
  const whatIf = `{ id: two, title: { en: a, ko: a }, walk: [{ id: m, program: server, until: { exited: true } }] }`;
  const slider = `slider: { title: { en: a, ko: a }, whatIfs: [two, tow] }`;
  expect(problemsOf(`${good}whatIfs: [${whatIf}]\n${slider}`)).toEqual([
    `${FILE}: slider.whatIfs[1]: expected a what-if of the lab (two), got "tow"`,
  ]);
});

test('a probe asks about what is there, and a range is one', () => {
  const one = (probe: string, rest = 'kind: number') =>
    problemsOf(`${good}predictions: [{ id: a, ${rest}, probe: ${probe}, before: bind, at: bind }]`);
  const here = `${FILE}: predictions[0]`;
  expect(one('{ name: state, host: mac }')).toEqual([
    `${here}.probe.host: expected a host of the network (pc), got "mac"`,
  ]);
  expect(one('{ name: both, of: [{ name: fds, program: sever }, { name: wire, since: bond }] }')).toEqual([
    `${here}.probe.of[0].program: expected a program of the lab (server), got "sever"`,
    `${here}.probe.of[1].since: expected a move of the walk (bind), got "bond"`,
  ]);
  const call = '{ program: server, call: bind }';
  expect(one(`{ name: elapsed, from: { program: sever, call: bind }, to: ${call} }`)).toEqual([
    `${here}.probe.from.program: expected a program of the lab (server), got "sever"`,
  ]);
  const took = `{ name: took, program: server, call: bind }`;
  expect(one(took, 'kind: range, options: ["..10", "10-20", "20..10"]')).toEqual([
    `${here}.options[1]: expected a range like "..10", "10..100" or "100..", got "10-20"`,
    `${here}.options[2]: expected a range like "..10", "10..100" or "100..", got "20..10"`,
  ]);
  expect(one(took, 'kind: range, options: ["..10", "10.."]')).toEqual([]);
});

test('every probe is told of in docs/authoring.md', () => {
  const docs = readFileSync(new URL('../../docs/authoring.md', import.meta.url), 'utf8');
  const told = new Set(
    docs
      .split('\n')
      .flatMap(line => (line.startsWith('| `') ? (line.split('|')[1]?.match(/\w+/g) ?? []) : [])),
  );
  const names = Probe.options.map(option => option.shape.name.value);
  expect(names.filter(name => !told.has(name))).toEqual([]);
});

test('a bit ruler is about hosts and programs that are there', () => {
  const ruler = (hosts: string, program: string, to: string) =>
    problemsOf(`${good}bits: { hosts: [${hosts}], tries: [{ program: ${program}, to: ${to} }] }`);
  expect(ruler('pc', 'server', 'pc')).toEqual([]);
  expect(ruler('mac', 'sever', 'cp')).toEqual([
    `${FILE}: bits.hosts[0]: expected a host of the network (pc), got "mac"`,
    `${FILE}: bits.tries[0].to: expected a host of the network (pc), got "cp"`,
    `${FILE}: bits.tries[0].program: expected a program of the lab (server), got "sever"`,
  ]);
});
