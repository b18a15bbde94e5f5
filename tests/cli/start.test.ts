/**
 * The story: `npm start` answered SIGTERM and was gone, and its server ran on. npm sends the signal
 * to the shell that runs the script, and Debian's shell waits for its command instead of becoming it.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ROOT } from '../repository/files.ts';

let workspace: string;
let npm: ChildProcess;
beforeEach(() => {
  workspace = mkdtempSync(join(tmpdir(), 'sockscope-start-'));
  // Not Vitest's own environment: a build that inherits NODE_ENV=test is another build.
  const env = { PATH: process.env.PATH, HOME: process.env.HOME, PORT: '0', WORKSPACE: workspace };
  npm = spawn('npm', ['start'], { cwd: ROOT, env, stdio: ['ignore', 'pipe', 'inherit'] });
});
afterEach(() => rmSync(workspace, { recursive: true, force: true }));

async function printedAddress(): Promise<string> {
  if (npm.stdout === null) throw new Error('npm has no stdout');
  for await (const line of createInterface(npm.stdout)) if (line.startsWith('http://')) return line;
  throw new Error('npm start ended without an address');
}

// It may have to build the pages first.
test('a signal to npm start ends the server that it became', { timeout: 120_000 }, async () => {
  const address = await printedAddress();
  const page = await fetch(`${address}en/lessons/echo-once/`);
  expect(page.status).toBe(200);
  const ended = once(npm, 'exit');
  npm.kill('SIGTERM');
  await ended;
  await expect(fetch(address)).rejects.toThrow('fetch failed');
});
