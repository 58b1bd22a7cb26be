// How the tests run. The demo's own build is in apps/demo/vite.config.ts.
import react from '@vitejs/plugin-react';
import { playwright } from '@vitest/browser-playwright';
import { fileURLToPath } from 'node:url';
import { defaultClientConditions, defaultServerConditions } from 'vite';
import { defineConfig } from 'vitest/config';
import { launchOptions } from './scripts/browser-launch.mjs';
import { reactCompiler } from './scripts/react-compiler.mjs';

const folders = '{packages/*/src,apps/*/src,docs}';
/** Installed by scripts/react-18.mjs. The packages there find each other, and not the React of the project. */
const react18 = fileURLToPath(new URL('.refold/react-18/node_modules/', import.meta.url));
const browserTests = [`${folders}/**/*.browser.test.{ts,tsx}`];

export default defineConfig({
  plugins: [react(), reactCompiler()],
  // Tests run the packages' source, so no build has to come first and a failure points at the line that was written.
  resolve: { conditions: ['refold:source', ...defaultClientConditions] },
  ssr: { resolve: { conditions: ['refold:source', ...defaultServerConditions] } },
  test: {
    // A test that passes the second time is a bug not yet understood.
    retry: 0,
    restoreMocks: true,
    // A second, as it is by default, is near on a machine that is busy with other things.
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
          // What only React 19 has.
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
          // They start the real linter and the real layer check.
          testTimeout: 120_000,
        },
      },
      {
        extends: true,
        // Found while a test already runs, a dependency would make Vite reload the page under it.
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
