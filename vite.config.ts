// How the tests run. The demo's own build is in apps/demo/vite.config.ts.
import react from '@vitejs/plugin-react';
import { playwright } from '@vitest/browser-playwright';
import { fileURLToPath } from 'node:url';
import { defaultClientConditions, defaultServerConditions } from 'vite';
import { defineConfig } from 'vitest/config';
import { launchOptions } from './scripts/browser-launch.mjs';
import { plantedFault } from './scripts/mutants/plant.mjs';
import { reactCompiler } from './scripts/react-compiler.mjs';

const folders = '{packages/*/src,apps/*/src,docs}';
/** scripts/react-18.mjs installs it. Packages there find each other instead of the project's React. */
const react18 = fileURLToPath(new URL('.refold/react-18/node_modules/', import.meta.url));
const browserTests = [`${folders}/**/*.browser.test.{ts,tsx}`];

export default defineConfig({
  plugins: [await plantedFault(), react(), reactCompiler()],
  // Tests run the packages' source. No build is needed, and a failure points at the line that we wrote.
  resolve: { conditions: ['refold:source', ...defaultClientConditions] },
  ssr: { resolve: { conditions: ['refold:source', ...defaultServerConditions] } },
  test: {
    // A test that passes on a second try is a fault not yet understood.
    retry: 0,
    restoreMocks: true,
    // The default of one second is too short on a busy machine.
    expect: { poll: { timeout: 15_000 } },
    projects: [
      {
        extends: true,
        test: {
          name: 'node',
          include: [`${folders}/**/*.test.{ts,tsx}`],
          exclude: browserTests,
          testTimeout: 60_000,
        },
      },
      {
        extends: true,
        resolve: {
          alias: [{ find: /^(react|react-dom|@testing-library\/react)(?=$|\/)/, replacement: `${react18}$1` }],
        },
        test: {
          name: 'react-18',
          include: ['packages/react/src/**/*.test.tsx'],
          // Tests that need React 19.
          exclude: [...browserTests, '**/activity.test.tsx'],
          testTimeout: 60_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'tooling',
          include: ['{scripts,bench}/**/*.test.ts'],
          exclude: ['**/node_modules/**'],
          // These tests start the real linter and the real layer check.
          testTimeout: 120_000,
        },
      },
      {
        extends: true,
        // A dependency that Vite discovers while a test runs would make it reload the page.
        optimizeDeps: {
          include: [
            '@testing-library/react',
            'dexie',
            'fast-check',
            'immer',
            'react',
            'react-dom',
            'react-dom/client',
            'react/compiler-runtime',
            'rxjs',
            'zod',
          ],
        },
        test: {
          name: 'browser',
          include: browserTests,
          testTimeout: 60_000,
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            provider: playwright({ launchOptions: launchOptions() }),
            instances: [{ browser: 'chromium' }],
          },
        },
      },
    ],
  },
});
