/**
 * A real server with a workspace of its own, and a page on which every error counts: a message on
 * the console's error level or an uncaught exception fails the test that caused it.
 */
import { test as base, expect } from '@playwright/test';
import { startServer } from './server.ts';

export { expect, type Locator, type Page } from '@playwright/test';

type Fixtures = {
  /** The address of this test's own server, with its closing slash; its workspace begins empty. */
  site: string;
  /** An error that belongs to what the test does, such as attempts to reach a killed server. */
  expectedError: RegExp | null;
  /** Errors seen so far; any that is not expected fails the test at its end. */
  errors: string[];
};

export const test = base.extend<Fixtures>({
  site: async ({ page }, use) => {
    await using server = await startServer();
    await use(server.address);
    // Before the server: a page that is left would try in vain to reach it again, and that is an error.
    await page.close();
  },
  expectedError: [null, { option: true }],
  errors: [
    async ({ context, expectedError }, use) => {
      const errors: string[] = [];
      context.on('console', message => {
        if (message.type() === 'error') errors.push(`console: ${message.text()} (${message.location().url})`);
      });
      context.on('weberror', error => errors.push(`uncaught: ${error.error().stack ?? error.error()}`));
      await use(errors);
      expect(
        errors.filter(error => !expectedError?.test(error)),
        'errors on the page',
      ).toEqual([]);
    },
    { auto: true },
  ],
});
