/** Writes the worker that keeps the site for a reader who is offline: `offline.js`, with a list of every file. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

const WORKER = 'offline.js';
/** Answers of a server, what is for other sites, and the worker itself, which the browser looks after. */
const LEFT_OUT = /^(api\/|card-[a-z]+\.png$|offline\.js$)/;

/**
 * @param folder the built site
 * @param base path it was built for, with slashes at both ends
 */
export function makeOfflineWorker(folder: string, base: string): void {
  const files = Object.fromEntries(
    addressesIn(folder).map(([address, file]) => [address, hashOf(readFileSync(file))]),
  );
  const list = JSON.stringify(files);
  const values = { FILES: list, BASE: JSON.stringify(base), VERSION: JSON.stringify(hashOf(list)) };
  const code = readFileSync(fileURLToPath(new URL('./service-worker.js', import.meta.url)), 'utf8');
  const constants = Object.entries(values).map(([name, value]) => `const ${name} = ${value};\n`);
  writeFileSync(join(folder, WORKER), constants.join('') + code);
}

/** Every file with the address under which it is asked for, in a fixed order. */
function addressesIn(folder: string): [address: string, file: string][] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => join(entry.parentPath, entry.name))
    .map((file): [string, string] => [relative(folder, file).split(sep).join('/'), file])
    .filter(([path]) => !LEFT_OUT.test(path))
    .map(([path, file]): [string, string] => [path.replace(/(^|\/)index\.html$/, '$1'), file])
    .toSorted(([one], [other]) => (one < other ? -1 : 1));
}

/** The first eight bytes of SHA-256, as the worker computes it. */
const hashOf = (content: string | Uint8Array): string =>
  createHash('sha256').update(content).digest('hex').slice(0, 16);
