/** A proof of hours must survive an interruption, and must not survive a change. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, unlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Notes, stateOfFiles } from '../../src/cli/prove/notes.ts';
import { proofs } from '../../src/cli/prove/proofs.ts';
import { ROOT } from '../repository/files.ts';

let project: string;
const write = (name: string, text: string) => writeFileSync(join(project, name), text);
beforeEach(() => {
  project = mkdtempSync(join(tmpdir(), 'sockscope-prove-'));
  write('.gitignore', 'notes.json\n');
  write('kept.txt', 'one');
  write('old.txt', 'old');
  for (const command of [
    ['init', '-q'],
    ['add', '.'],
  ])
    execFileSync('git', command, { cwd: project });
});
afterEach(() => rmSync(project, { recursive: true }));

const notes = () => new Notes(join(project, 'notes.json'));
const proved = () => notes().provedFor(stateOfFiles(project));
const prove = (name: string) => notes().add(stateOfFiles(project), name);

test('what was proved is known to the next run, until it is told to forget', () => {
  expect(proved()).toEqual([]);
  prove('the gate');
  prove('20 boxes');
  expect(proved()).toEqual(['the gate', '20 boxes']);
  notes().forget();
  expect(proved()).toEqual([]);
});

test.each([
  ['a changed file', () => write('kept.txt', 'two')],
  ['a new file that git does not know yet', () => write('new.txt', '')],
  ['a removed file that git still lists', () => unlinkSync(join(project, 'old.txt'))],
])('%s takes every proof back', (_, change) => {
  prove('the gate');
  change();
  expect(proved()).toEqual([]);
  prove('20 boxes');
  expect(proved()).toEqual(['20 boxes']);
});

test('notes that were cut off by a crash are no proof', () => {
  write('notes.json', '{"state":');
  expect(proved()).toEqual([]);
});

test('each part has a name of its own, and every test of the gate comes in every round', () => {
  const all = proofs({ root: ROOT, reports: '/nowhere', python: 'python3', boxes: 20, repeats: 2 });
  const names = all.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
  expect(names).toContain('20 boxes');
  expect(names).toContain('500 checks by one grader');
  expect(names).toContain('CPython’s own tests: socket');
  for (const round of ['round 1', 'round 2']) {
    const of = names.filter(name => name.endsWith(`, ${round}`));
    expect(of).toContain(`tests in boxes, ${round}`);
    expect(of).toContain(`Python tests: tests/stepper, ${round}`);
    expect(of).toContain(`browser tests, ${round}`);
    expect(of).toContain(`every check with all cores busy, ${round}`);
    expect(of.filter(name => name.startsWith('types'))).toEqual([]);
  }
});
