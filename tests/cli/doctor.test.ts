import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

const DOCTOR = new URL('../../src/cli/doctor.ts', import.meta.url).pathname;

/** Runs the real doctor; it finds only these tools, and nothing that could install others. */
function doctor(path: string, ...args: string[]): Promise<{ code: number; output: string }> {
  const env = { PATH: path };
  return new Promise(resolve => {
    execFile(process.execPath, [DOCTOR, ...args], { env, encoding: 'utf8' }, (error, stdout, stderr) => {
      resolve({ code: Number(error?.code ?? 0), output: stdout + stderr });
    });
  });
}

let tools: string;
beforeEach(() => {
  tools = mkdtempSync(join(tmpdir(), 'sockscope-tools-'));
});
afterEach(() => rmSync(tools, { recursive: true }));

describe('on a machine that has everything', () => {
  test('the doctor names every check and ends with 0', async () => {
    const { code, output } = await doctor('/usr/bin:/bin');
    const lines = output.trim().split('\n');
    expect(lines.filter(line => !line.startsWith('PASS '))).toEqual([]);
    expect(lines).toHaveLength(13);
    expect(code).toBe(0);
  });

  test('npm start and npm test hear nothing from it', async () => {
    expect(await doctor('/usr/bin:/bin', '--for', 'test', '--cure')).toEqual({ code: 0, output: '' });
  });
});

describe('on a machine without bubblewrap', () => {
  test('the doctor says so, with the command that brings it, and ends with 1', async () => {
    const { code, output } = await doctor(tools, '--for', 'start');
    expect(output).toMatch(
      /^FAIL +bubblewrap: bwrap is not installed\n +cure: .*apt-get install .* bubblewrap$/m,
    );
    expect(code).toBe(1);
  });

  test('what needs it is skipped, not failed', async () => {
    const { output } = await doctor(tools, '--for', 'start');
    expect(output).toMatch(/^SKIPPED +Bubblewrap starts a program: needs bubblewrap$/m);
  });

  test('who may not install is told one command for all that is missing', async () => {
    const { code, output } = await doctor(tools, '--for', 'test', '--cure');
    expect(output).toMatch(
      /install -y .* bubblewrap chromium(-headless-shell)? fontconfig fonts-noto-cjk tshark$/m,
    );
    expect(code).toBe(1);
  });
});

test('where nobody may open namespaces, as in Docker, the doctor says which labs run, in what, and why', async () => {
  const helper = new URL('../sandbox/as_in_docker.py', import.meta.url).pathname;
  const output = await new Promise<string>(resolve => {
    const command = [helper, process.execPath, DOCTOR, '--for', 'start'];
    execFile('/usr/bin/python3', command, { env: { PATH: '/usr/bin:/bin' } }, (_, stdout) => resolve(stdout));
  });
  expect(output).toMatch(/^FAIL +User and network namespaces: .*Operation not permitted/m);
  expect(output).toMatch(
    /^PASS +Labs: those about loopback run live, in a plain box .*, because of: User and network namespaces$/m,
  );
});

test('a bubblewrap that is there and cannot start anything is found out', async () => {
  symlinkSync('/bin/false', join(tools, 'bwrap'));
  const { code, output } = await doctor(tools, '--for', 'start');
  expect(output).toMatch(/^PASS +bubblewrap: /m);
  expect(output).toMatch(/^FAIL +Bubblewrap starts a program: /m);
  expect(code).toBe(1);
});

test('a browser that CHROMIUM names wrongly is not replaced by another', async () => {
  symlinkSync('/bin/true', join(tools, 'chromium'));
  expect((await doctor(tools, '--for', 'test')).output).toMatch(/^PASS +Chromium: /m);
  process.env.CHROMIUM = '/nowhere/chromium';
  const { findChromium } = await import('../../src/cli/doctor/browser.ts');
  try {
    expect(findChromium()).toBeUndefined();
  } finally {
    delete process.env.CHROMIUM;
  }
});
