import { defineConfig } from '@playwright/test';

// For the fault tests alone, without the demo. `npm test` runs them with all others, and fewer rounds.
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
