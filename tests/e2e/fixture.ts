/**
 * A real server with a workspace of its own, and a page on which every error counts: a message on
 * the console's error level or an uncaught exception fails the test that caused it.
 */
import { test as base, expect } from '@playwright/test';
import { startServer } from './server.ts';

export { expect, type Locator, type Page } from '@playwright/test';

type ForEachTest = {
  /** Errors seen so far. A test that provokes one on purpose takes it out (`splice`). */
  errors: string[];
};
type ForEachWorker = {
  /** The address of the server, with its closing slash. */
  site: string;
};

export const test = base.extend<ForEachTest, ForEachWorker>({
  site: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names a fixture depends on here.
    async ({}, use) => {
      await using server = await startServer();
      await use(server.address);
    },
    { scope: 'worker' },
  ],
  errors: [
    async ({ context }, use) => {
      const errors: string[] = [];
      context.on('console', message => {
        if (message.type() === 'error') errors.push(`console: ${message.text()} (${message.location().url})`);
      });
      context.on('weberror', error => errors.push(`uncaught: ${error.error().stack ?? error.error()}`));
      await use(errors);
      expect(errors, 'errors on the page').toEqual([]);
    },
    { auto: true },
  ],
});
