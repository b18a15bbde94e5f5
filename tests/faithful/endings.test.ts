import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { count, differences, type Endings, endingsIn, RUNNER } from './endings.ts';

const TESTS = `
import os, unittest
class Case(unittest.TestCase):
    def test_good(self): print('{"ran": 0}')
    def test_skipped(self): self.skipTest("no such socket")
    def test_bad(self): self.assertEqual(1, 2)
    @unittest.expectedFailure
    def test_known(self): self.fail()
    def test_parts(self):
        for number in (1, 2):
            with self.subTest(number=number): self.assertEqual(number, 1)
class Unready(unittest.TestCase):
    @classmethod
    def setUpClass(cls): raise OSError("too large")
    def test_never(self): pass
class Fatal(unittest.TestCase):
    def test_exit(self): os._exit(3)
`;

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'sockscope-endings-'));
  writeFileSync(join(folder, 'run_suite.py'), RUNNER);
  writeFileSync(join(folder, 'sample.py'), TESTS);
});
afterAll(() => rmSync(folder, { recursive: true }));

const run = (...tests: string[]): string =>
  execFileSync('/usr/bin/python3', ['run_suite.py', ...tests], {
    cwd: folder,
    encoding: 'utf8',
    stdio: 'pipe',
  });

test('every way in which a test can end is told, with its reason', () => {
  const found = endingsIn(run('sample.Case', 'sample.Unready'), 'exit code 0');
  const { 'setUpClass (sample.Unready)': unready, ...cases } = found.endings;
  expect(unready).toEqual(['failed', expect.stringContaining('OSError: too large')]);
  expect(cases).toEqual({
    'sample.Case.test_good': ['passed', ''],
    'sample.Case.test_skipped': ['skipped', 'no such socket'],
    'sample.Case.test_bad': ['failed', expect.stringContaining('AssertionError: 1 != 2')],
    'sample.Case.test_known': ['passed', 'fails as expected'],
    'sample.Case.test_parts (number=2)': ['failed', expect.stringContaining('AssertionError: 2 != 1')],
  });
  expect(count(found)).toBe('2 passed, 1 skipped, 3 failed');
});

test('a run that ends early is no result, and its last lines are told', () => {
  let output = '';
  try {
    run('sample.Fatal');
  } catch (error) {
    output = (error as { stderr: string }).stderr;
  }
  expect(() => endingsIn(output, 'exit code 3')).toThrow(/exit code 3.*\n.*test_exit/s);
});

const endings = (of: Endings['endings']): Endings => ({ ran: Object.keys(of).length, endings: of });

test('a skip that a bare network does not have is a difference, and so is another reason for one', () => {
  const bare = endings({ a: ['passed', ''], b: ['skipped', 'needs CAN'], c: ['passed', ''] });
  expect(differences(bare, bare)).toEqual([]);
  const host = endings({ a: ['skipped', 'no name'], b: ['skipped', 'needs Windows'], d: ['passed', ''] });
  expect(differences(bare, host)).toEqual([
    'a\n    bare: passed\n    here: skipped: no name',
    'b\n    bare: skipped: needs CAN\n    here: skipped: needs Windows',
    'c\n    bare: passed\n    here: not run',
    'd\n    bare: not run\n    here: passed',
  ]);
});
