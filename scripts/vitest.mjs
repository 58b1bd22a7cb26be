import { runTool } from './run.mjs';

/**
 * Runs the tests of these projects in vite.config.ts, once.
 * @param {readonly string[]} projects
 * @param {readonly string[]} [args]
 */
export function runVitest(projects, args = []) {
  const chosen = projects.flatMap((project) => ['--project', project]);
  // React omits functions that its tests need when the shell sets NODE_ENV=production.
  return runTool('vitest', ['run', ...chosen, ...args], { env: { NODE_ENV: 'test' } });
}
