/** One real build of the pages, into a folder of its own, under a base path. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const BASE = '/course/';

const root = fileURLToPath(new URL('../..', import.meta.url));

export type Build = {
  folder: string;
  /** every file, by its path below the base: "en/index.html" */
  files: readonly string[];
  read(file: string): string;
  [Symbol.dispose](): void;
};

export function buildSite(): Build {
  // Beside the sources: Astro moves files into it, which a file system of its own would forbid.
  const caches = join(root, 'node_modules/.cache');
  mkdirSync(caches, { recursive: true });
  const folder = mkdtempSync(join(caches, 'sockscope-site-'));
  const astro = join(root, 'node_modules/.bin/astro');
  const run = spawnSync(astro, ['build', '--silent', '--outDir', folder], {
    cwd: root,
    // Not Vitest's own variables: with its BASE_URL and NODE_ENV other pages would be built.
    env: { PATH: process.env.PATH, HOME: process.env.HOME, ASTRO_TELEMETRY_DISABLED: '1', BASE },
    encoding: 'utf8',
  });
  if (run.status !== 0) {
    rmSync(folder, { recursive: true, force: true });
    throw new Error(`astro build: ${run.stdout}${run.stderr}`);
  }
  return {
    folder,
    files: readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter(entry => entry.isFile())
      .map(entry => join(entry.parentPath, entry.name).slice(folder.length + 1)),
    read: file => readFileSync(join(folder, file), 'utf8'),
    [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** All values of an attribute in a page, in their order. */
export const valuesOf = (html: string, attribute: string): string[] =>
  [...html.matchAll(new RegExp(`\\s${attribute}="([^"]*)"`, 'g'))].map(match => match[1] ?? '');
