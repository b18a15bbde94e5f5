/** What a real Python prints when it ends; both streams as a terminal shows them, in one. */
import { spawnSync } from 'node:child_process';

export function pythonOutput(source: string): string {
  const { status, output, error } = spawnSync('python3', ['-c', source], { encoding: 'utf8' });
  if (error !== undefined) throw error;
  if (status === 0) throw new Error(`this program was meant to fail:\n${source}`);
  return output
    .filter(text => text !== null)
    .join('')
    .replaceAll('\n', '\r\n');
}
