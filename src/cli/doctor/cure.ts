/** Installs what is missing where that is ours to do: as root, on a machine that has apt-get. */
import { spawn } from 'node:child_process';
import { isRoot, whereIs } from './attempt.ts';
import type { Finding } from './finding.ts';

/** Debian packages that these findings ask for, each once. */
export const missingPackages = (findings: readonly Finding[]): string[] => [
  ...new Set(findings.flatMap(finding => finding.packages)),
];

export const canInstall = (): boolean => isRoot() && whereIs('apt-get') !== undefined;

/** Resolves with whether apt-get succeeded; its words go to stderr only when it did not. */
export async function install(packages: readonly string[]): Promise<boolean> {
  const patient = ['-o', 'Acquire::Retries=3', '-o', 'DPkg::Lock::Timeout=300'];
  if (!(await aptGet([...patient, 'update']))) return false;
  return aptGet([...patient, 'install', '-y', '--no-install-recommends', ...packages]);
}

/** wireshark-common asks a question on a terminal; noninteractive takes its safe answer. */
function aptGet(args: readonly string[]): Promise<boolean> {
  const child = spawn('apt-get', ['-q', ...args], {
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const said: Buffer[] = [];
  child.stdout.on('data', chunk => said.push(chunk));
  child.stderr.on('data', chunk => said.push(chunk));
  return new Promise(resolve => {
    child.on('error', () => resolve(false));
    child.on('close', code => {
      if (code !== 0) process.stderr.write(Buffer.concat(said));
      resolve(code === 0);
    });
  });
}
