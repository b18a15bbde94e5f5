/** The proof in a real browser, against a real server that tests/e2e/fixture.ts starts. */
import { defineConfig } from '@playwright/test';
import { findChromium } from './src/cli/doctor/browser.ts';

const executablePath = findChromium();

export default defineConfig({
  testDir: 'tests/e2e',
  testMatch: '*.e2e.ts',
  workers: 1,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  forbidOnly: Boolean(process.env.CI),
  reporter: [['list']],
  use: {
    headless: true,
    launchOptions: executablePath === undefined ? {} : { executablePath },
    viewport: { width: 1440, height: 900 },
    trace: 'retain-on-failure',
  },
});
