/** `npm run format`: Biome for all that it knows, Ruff for Python. It writes. */
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openRuff, ourPython, readPython } from './ruff.ts';

const root = join(import.meta.dirname, '../..');
const ruff = openRuff();

for (const path of ourPython(root)) {
  const text = readPython(root, path);
  const formatted = ruff.format(text);
  if (formatted === text) continue;
  writeFileSync(join(root, path), formatted);
  console.log(`formatted ${path}`);
}
process.exitCode = spawnSync('biome', ['check', '--write'], { cwd: root, stdio: 'inherit' }).status ?? 1;
