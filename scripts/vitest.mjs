import { runTool } from './run.mjs';

/**
 * Runs the tests of some of the projects in vite.config.ts, once.
 * @param {readonly string[]} projects
 * @param {readonly string[]} [args]
 */
export function runVitest(projects, args = []) {
  const chosen = projects.flatMap((project) => ['--project', project]);
  // React leaves out what its tests need when the shell says NODE_ENV=production.
  return runTool('vitest', ['run', ...chosen, ...args], { env: { NODE_ENV: 'test' } });
}
