import react from '@vitejs/plugin-react';
import { defaultClientConditions, defineConfig } from 'vite';
import { precache } from './precache-plugin.ts';

export default defineConfig(({ command, isPreview }) => ({
  plugins: [react(), precache()],
  // In development the packages are read from source, so that editing one updates the page. The build uses what npm
  // would publish.
  ...(command === 'serve' && isPreview !== true
    ? { resolve: { conditions: ['refold:source', ...defaultClientConditions] } }
    : {}),
  worker: { format: 'es' },
  build: {
    target: 'es2022',
    sourcemap: true,
    // Libraries change less often than the shop, so a new version of Till does not load them again.
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            { name: 'react', test: /node_modules.(react|react-dom|scheduler)\W/, priority: 1 },
            { name: 'libraries', test: /node_modules/ },
          ],
        },
      },
    },
  },
}));
