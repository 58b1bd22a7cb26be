import react from '@vitejs/plugin-react';
import { defaultClientConditions, defineConfig } from 'vite';
import { precache } from './precache-plugin.ts';

export default defineConfig(({ command, isPreview }) => ({
  plugins: [react(), precache()],
  // In development the packages are read from their source, so that editing one reloads the page. The build takes
  // what npm would publish.
  ...(command === 'serve' && isPreview !== true
    ? { resolve: { conditions: ['refold:source', ...defaultClientConditions] } }
    : {}),
  worker: { format: 'es' },
  build: { target: 'es2022', sourcemap: true },
}));
