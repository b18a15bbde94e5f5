/** Builds the pages. A build that did not end well leaves no dist, so that nobody serves half of one. */
import { spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { toolEnvironment } from './tool-environment.ts';

/** Resolves when dist is whole; otherwise ends this process with the build's exit code. */
export async function build(root: string): Promise<void> {
  console.log('building the pages (only the first time and after a change)');
  const child = spawn('astro', ['build', '--silent'], {
    cwd: root,
    env: toolEnvironment(),
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const stop = (): void => void child.kill();
  process.once('SIGTERM', stop).once('SIGINT', stop);
  const code = await new Promise<number>(resolve => {
    child.on('error', error => {
      console.error(error.message);
      resolve(1);
    });
    child.on('close', status => resolve(status ?? 1));
  });
  process.off('SIGTERM', stop).off('SIGINT', stop);
  if (code === 0) return;
  rmSync(join(root, 'dist'), { recursive: true, force: true });
  process.exit(code);
}
