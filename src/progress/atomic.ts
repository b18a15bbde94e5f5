/**
 * Files that are either the old one or the new one, whenever the process or the machine stops:
 * written beside, brought to the disk (fsync(2)), then renamed over (rename(2)).
 */
import { createHash } from 'node:crypto';
import { mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';

const TEMPORARY = /^\.writing-(\d+)-\d+$/;
let counter = 0;

/** The first 32 hexadecimal digits of SHA-256. */
export const hashOf = (content: string | Uint8Array): string =>
  createHash('sha256').update(content).digest('hex').slice(0, 32);

export async function replaceFile(path: string, bytes: Uint8Array): Promise<void> {
  const folder = dirname(path);
  await mkdir(folder, { recursive: true });
  counter += 1;
  const temporary = join(folder, `.writing-${process.pid}-${counter}`);
  try {
    await using file = await open(temporary, 'w', 0o644);
    await file.writeFile(bytes);
    await file.sync();
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
  await using entries = await open(folder);
  await entries.sync();
}

export async function readOrNull(path: string): Promise<Buffer | null> {
  try {
    return await readFile(path);
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}

export async function modifiedAt(path: string): Promise<number> {
  return Math.round((await stat(path)).mtimeMs);
}

/** Removes what processes left that were killed while writing. */
export async function removeAbandoned(folder: string): Promise<void> {
  for (const place of [folder, join(folder, '.history')]) {
    for (const name of await namesIn(place)) {
      const pid = Number(TEMPORARY.exec(name)?.[1]);
      if (Number.isInteger(pid) && !isAlive(pid)) await rm(join(place, name), { force: true });
    }
  }
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

const isMissing = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'ENOENT';
