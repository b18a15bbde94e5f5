/** The gate's last line is read by CI, so the counts come from what the real runners write. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { playwrightCounts, unittestCounts, vitestCounts } from '../../src/cli/gate/counts.ts';
import { ROOT } from '../repository/files.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sockscope-counts-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const run = (program: string, ...args: string[]): string => {
  const { stdout, stderr } = spawnSync(program, args, { cwd: folder, encoding: 'utf8' });
  return stdout + stderr;
};

const CASES = `
import unittest
class Cases(unittest.TestCase):
    def test_passes(self): pass
    def test_passes_too(self): pass
    def test_fails(self): self.fail()
    def test_breaks(self): raise OSError
    @unittest.skip("on purpose")
    def test_is_skipped(self): pass
    @unittest.expectedFailure
    def test_was_expected_to_fail(self): self.fail()
`;

test('unittest: failures and errors are failed, an expected failure is passed', () => {
  writeFileSync(join(folder, 'test_cases.py'), CASES);
  const counts = unittestCounts(run('/usr/bin/python3', '-m', 'unittest'));
  expect(counts).toEqual({ passed: 3, failed: 2, skipped: 1 });
});

test('unittest: all is well', () => {
  writeFileSync(join(folder, 'test_cases.py'), CASES.replace(/ {4}def test_(fails|breaks).*\n/g, ''));
  expect(unittestCounts(run('/usr/bin/python3', '-m', 'unittest'))).toEqual({
    passed: 3,
    failed: 0,
    skipped: 1,
  });
});

test('unittest: a module that cannot be imported is one failed case', () => {
  writeFileSync(join(folder, 'test_broken.py'), 'import nothing_of_that_name');
  expect(unittestCounts(run('/usr/bin/python3', '-m', 'unittest'))).toEqual({
    passed: 0,
    failed: 1,
    skipped: 0,
  });
});

const VITEST = `
import { expect, test } from '${ROOT}/node_modules/vitest/dist/index.js';
test('passes', () => {});
test('fails', () => expect(1).toBe(2));
test.skip('is skipped', () => {});
test.todo('is to do');
`;

test('vitest: a file that cannot be loaded is one failed case', () => {
  writeFileSync(join(folder, 'some.test.js'), VITEST);
  writeFileSync(join(folder, 'broken.test.js'), "import './nothing.js';");
  const vitest = join(ROOT, 'node_modules/.bin/vitest');
  run(vitest, 'run', '--root', folder, '--reporter=json', '--outputFile.json=report.json');
  expect(vitestCounts(join(folder, 'report.json'))).toEqual({ passed: 1, failed: 2, skipped: 2 });
});

test('playwright: a flaky case is a failed one', () => {
  const stats = { expected: 4, unexpected: 1, flaky: 2, skipped: 3 };
  writeFileSync(join(folder, 'report.json'), JSON.stringify({ stats }));
  expect(playwrightCounts(join(folder, 'report.json'))).toEqual({ passed: 4, failed: 3, skipped: 3 });
});
