/** The code of the browser's homes in a page of its own, under `record`: no page of the course shows it. */
import { join } from 'node:path';
import { build, type Rolldown } from 'vite';
import type { Page } from './fixture.ts';

async function bundled(): Promise<string> {
  const entry = join(import.meta.dirname, 'record-homes.mjs');
  const result = await build({
    configFile: false,
    logLevel: 'error',
    build: { write: false, lib: { entry, formats: ['iife'], name: 'homes' } },
  });
  const [{ output }] = result as [Rolldown.RolldownOutput];
  return output[0].code;
}

let code: Promise<string> | undefined;

/** @param home an expression that opens it; BrowserRecord and ServedRecord are there */
export async function recordInPage(page: Page, site: string, home: string): Promise<void> {
  code ??= bundled();
  const script = `${await code};
    const { BrowserRecord } = homes;
    class ServedRecord extends homes.ServedRecord {
      constructor() { super('/api/record', new BrowserRecord()); }
    }
    globalThis.record = ${home};`;
  await page.route('**/record.html', route =>
    route.fulfill({ contentType: 'text/html', body: `<!doctype html><script>${script}</script>` }),
  );
  await page.goto(`${site}record.html`);
}
