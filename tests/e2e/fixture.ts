/**
 * A real server with a workspace of its own, and a page on which every error counts: a message on
 * the console's error level or an uncaught exception fails the test that caused it.
 */
import { test as base, expect } from '@playwright/test';
import { type RunningServer, startServer } from './server.ts';

export {
  type APIRequestContext,
  type BrowserContext,
  expect,
  type Locator,
  type Page,
} from '@playwright/test';

/**
 * Of a title: the gate asks once, in English, what the language hardly changes; `npm run prove` asks
 * in Korean too, by `--grep @prove`. So are tagged what a wider test of the gate asks by halves.
 */
export const tagged = (locale: 'en' | 'ko'): string => (locale === 'ko' ? 'ko @prove' : locale);

type Fixtures = {
  /** The address of this test's own server, with its closing slash; its workspace begins empty. */
  site: string;
  /** That server, for who ends it or looks into its workspace. */
  server: RunningServer;
  /** An error that belongs to what the test does, such as attempts to reach a killed server. */
  expectedError: RegExp | null;
  /** Errors seen so far; any that is not expected fails the test at its end. */
  errors: string[];
};

export const test = base.extend<Fixtures>({
  server: async ({ page }, use) => {
    await using server = await startServer();
    await use(server);
    // Before the server: a page that is left would try in vain to reach it again, and that is an error.
    await page.close();
  },
  site: ({ server }, use) => use(server.address),
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
