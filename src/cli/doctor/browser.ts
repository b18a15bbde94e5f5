/** What the tests need besides: a browser, Korean glyphs for it, and a second opinion on frames. */
import { closeSync, existsSync, openSync, readFileSync, readSync } from 'node:fs';
import { attempt, whereIs } from './attempt.ts';
import { type Finding, fail, missing, pass, skipped } from './finding.ts';

/** Chromium without a window's parts, which does a page in two thirds of the processor's time. */
const LEAN = 'chromium-headless-shell';
const BROWSERS = [LEAN, 'chromium', 'chromium-browser', 'google-chrome'] as const;

/** The browser of the tests and the bench: `CHROMIUM` when it is set, else the first on PATH. */
export function findChromium(): string | undefined {
  const chosen = process.env.CHROMIUM;
  if (chosen) return whereIs(chosen);
  return BROWSERS.map(name => whereIs(name)).find(path => path !== undefined && !isSnapStub(path));
}

export async function checkChromium(): Promise<Finding> {
  const path = findChromium();
  if (path !== undefined) return pass('Chromium', path);
  if (process.env.CHROMIUM)
    return fail('Chromium', `CHROMIUM=${process.env.CHROMIUM} cannot be run`, 'unset CHROMIUM');
  return missing('Chromium', `none of ${BROWSERS.join(', ')} is installed`, [isDebian() ? LEAN : 'chromium']);
}

export async function checkKoreanFont(): Promise<Finding> {
  const name = 'A Korean font';
  const fontConfig = whereIs('fc-list');
  const packages = ['fontconfig', 'fonts-noto-cjk'];
  if (process.platform === 'darwin') return skipped(name, 'macOS brings one');
  if (fontConfig === undefined) return missing(name, 'fc-list is not installed', packages);
  const { output } = await attempt(fontConfig, [':lang=ko', 'family']);
  const [family = ''] = output.split('\n');
  return family === '' ? missing(name, 'fc-list :lang=ko finds none', packages) : pass(name, family);
}

export async function checkTshark(): Promise<Finding> {
  const path = whereIs('tshark');
  return path === undefined ? missing('tshark', 'is not installed', ['tshark']) : pass('tshark', path);
}

/** Debian itself has a package of the lean one; what is made from Debian has not. */
const isDebian = (): boolean =>
  existsSync('/etc/os-release') && /^ID=debian$/m.test(readFileSync('/etc/os-release', 'utf8'));

/** Ubuntu's chromium-browser is a script that only says: install the snap. */
function isSnapStub(path: string): boolean {
  const start = Buffer.alloc(4096);
  const file = openSync(path, 'r');
  try {
    readSync(file, start);
  } finally {
    closeSync(file);
  }
  return start.toString('latin1').includes('snap install');
}
