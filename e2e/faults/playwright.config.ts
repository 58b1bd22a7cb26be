import { defineConfig } from '@playwright/test';

// Runs only the fault tests, without the demo. `npm test` runs them with all others, in fewer rounds.
export default defineConfig({
  testDir: '.',
  outputDir: '../../.refold/faults',
  forbidOnly: true,
  retries: 0,
  workers: 1,
  timeout: 120_000,
  expect: { timeout: 30_000 },
  reporter: [['list'], ['json', { outputFile: '../../.refold/reports/faults.json' }]],
});
