import { defineConfig, devices } from '@playwright/test';
import { launchOptions } from '../scripts/browser-launch.mjs';

// `npm test` finds a free port. A test started by hand uses this one; if it is busy, that is an error, so that no test
// ever meets the server of another program.
const port = Number(process.env['E2E_PORT'] ?? 4179);

export default defineConfig({
  testDir: '.',
  testMatch: '**/*.test.ts',
  outputDir: '../.refold/e2e',
  forbidOnly: true,
  // A test that passes on a second try is a fault not yet understood.
  retries: 0,
  // The tests measure what a person would feel. Two at a time on two cores would slow each other down.
  workers: 1,
  timeout: 180_000,
  // Long enough for a page on a busy machine. Other tests measure speed.
  expect: { timeout: 30_000 },
  reporter: [['list'], ['json', { outputFile: '../.refold/reports/e2e.json' }]],
  use: {
    ...devices['Desktop Chrome'],
    baseURL: `http://localhost:${port}/`,
    launchOptions: launchOptions(),
    trace: 'retain-on-failure',
    screenshot: 'only-on-failure',
  },
  webServer: {
    command: 'node scripts/serve.mjs',
    cwd: '..',
    env: { PORT: String(port) },
    url: `http://localhost:${port}/`,
    reuseExistingServer: false,
    timeout: 60_000,
  },
});
