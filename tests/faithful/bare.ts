/**
 * A suite on a bare network namespace: this machine's own files and Python, loopback alone, and a
 * user as in a host, uid 1000 without capabilities. What a host is held against.
 */
import { spawn } from 'node:child_process';
import { chownSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findPython } from '../../src/cli/doctor/interpreters.ts';
import { type Endings, endingsIn, RUNNER } from './endings.ts';

/** A box's uid when we are root; any would do. */
const UID = 200_000;
const IN_A_NETWORK = 'ip link set lo up && exec unshare --user --map-user=1000 --map-group=1000 "$@"';

/** Runs these test modules; rejects when the run does not come to its end. */
export async function runBare(modules: readonly string[]): Promise<Endings> {
  const python = await findPython();
  if (python === undefined) throw new Error('no Python; npm run doctor tells why');
  const folder = mkdtempSync(join(tmpdir(), 'sockscope-bare-'));
  try {
    writeFileSync(join(folder, 'suite.py'), RUNNER);
    const isRoot = process.getuid?.() === 0;
    if (isRoot) chownSync(folder, UID, UID);
    const command = ['-rn', 'sh', '-c', IN_A_NETWORK, 'sh', python, 'suite.py', ...modules];
    const { output, code } = await run('unshare', command, {
      cwd: folder,
      env: { PATH: '/usr/bin:/bin:/usr/sbin:/sbin', HOME: folder, TMPDIR: folder, LANG: 'C.UTF-8' },
      ...(isRoot ? { uid: UID, gid: UID } : {}),
    });
    return endingsIn(output, `exit code ${code}`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

type Surroundings = { cwd: string; env: Record<string, string>; uid?: number; gid?: number };

function run(
  program: string,
  args: readonly string[],
  options: Surroundings,
): Promise<{ output: string; code: number | null }> {
  const child = spawn(program, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    output += text;
  });
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text;
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', code => resolve({ output, code }));
  });
}
