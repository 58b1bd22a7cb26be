import { defineConfig, devices } from '@playwright/test';
import { launchOptions } from '../scripts/browser-launch.mjs';

// `npm test` looks for a free port; by hand this one is taken, and a busy one is an error and never someone else's server.
const port = Number(process.env['E2E_PORT'] ?? 4179);

export default defineConfig({
  testDir: '.',
  testMatch: '**/*.test.ts',
  outputDir: '../.refold/e2e',
  forbidOnly: true,
  // A test that passes the second time is a bug not yet understood.
  retries: 0,
  // The tests measure what a person would feel; two at a time on two cores would measure each other.
  workers: 1,
  timeout: 180_000,
  // How long a page may take on a machine that is busy with something else; what it takes is measured elsewhere.
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
