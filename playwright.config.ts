/** The proof in a real browser, against a real server that tests/e2e/fixture.ts starts. */
import { defineConfig } from '@playwright/test';
import { findChromium } from './src/cli/doctor/browser.ts';

const executablePath = findChromium();

export default defineConfig({
  testDir: 'tests/e2e',
  testMatch: '*.e2e.ts',
  workers: 2,
  fullyParallel: true, // each test has a server of its own
  timeout: 120_000, // a loaded machine is no failure, what hangs is one
  expect: { timeout: 20_000 },
  forbidOnly: Boolean(process.env.CI),
  reporter: [['list']],
  use: {
    headless: true,
    launchOptions: executablePath === undefined ? {} : { executablePath },
    viewport: { width: 1440, height: 900 },
    // It would fetch the whole course for each test; tests/e2e/offline.e2e.ts is about it.
    serviceWorkers: 'block',
    screenshot: 'only-on-failure',
    // Costs more than half of the time: TRACE=1 npx playwright test e2e/name.e2e
    trace: process.env.TRACE === undefined ? 'off' : 'retain-on-failure',
  },
});
