// The only place where scripts start another program. It uses no shell (so paths with spaces are safe), returns the
// exit code as a value, and passes stop signals on, so that no child outlives the script.
import { spawn } from 'node:child_process';
import { readFileSync, realpathSync } from 'node:fs';
import { constants } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = dirname(dirname(fileURLToPath(import.meta.url)));

/**
 * Runs a program to its end and returns its exit code.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ cwd?: string, env?: Record<string, string>, timeoutMs?: number, isQuiet?: boolean }} [options]
 * @returns {Promise<{ code: number, output: string }>} `output` is filled when `isQuiet` is set
 */
export function run(command, args, { cwd = root, env = {}, timeoutMs, isQuiet = false } = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd,
      env: { ...process.env, ...env },
      stdio: ['ignore', isQuiet ? 'pipe' : 'inherit', isQuiet ? 'pipe' : 'inherit'],
      ...(timeoutMs === undefined ? {} : { timeout: timeoutMs, killSignal: /** @type {const} */ ('SIGKILL') }),
    });
    let output = '';
    child.stdout?.on('data', (chunk) => (output += String(chunk)));
    child.stderr?.on('data', (chunk) => (output += String(chunk)));
    const unlink = passOnSignals(child);
    child.on('error', (error) => {
      unlink();
      resolve({ code: 127, output: `${output}${error.message}` });
    });
    child.on('close', (code, signal) => {
      unlink();
      resolve({ code: code ?? 128 + (signal === null ? 0 : constants.signals[signal]), output });
    });
  });
}

/**
 * Runs the command-line tool of an installed package with the current Node, without a shim or the PATH.
 * @param {string} packageName
 * @param {readonly string[]} args
 * @param {Parameters<typeof run>[2]} [options]
 */
export function runTool(packageName, args, options) {
  return run(process.execPath, [toolPath(packageName), ...args], options);
}

/**
 * How to start npm: prefers the npm that started this script, which also works where npm is not a program.
 * @param {readonly string[]} args
 * @returns {[command: string, args: string[]]}
 */
export function npm(args) {
  const script = process.env['npm_execpath'];
  return script?.endsWith('npm-cli.js') === true ? [process.execPath, [script, ...args]] : ['npm', [...args]];
}

/**
 * The script of a package's command, for a package with one command or one named after it.
 * @param {string} packageName
 */
export function toolPath(packageName) {
  const folder = join(root, 'node_modules', packageName);
  /** @type {{ bin: string | Record<string, string> }} */
  const { bin } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const file = typeof bin === 'string' ? bin : (bin[packageName] ?? Object.values(bin)[0]);
  if (file === undefined) throw new Error(`The package ${packageName} has no command to run.`);
  return join(folder, file);
}

/**
 * Whether a module is the program that was started. Node resolves links in a module's path; the command line may not.
 * @param {string} moduleUrl
 */
export function isProgram(moduleUrl) {
  const started = process.argv[1];
  return started !== undefined && realpathSync(started) === fileURLToPath(moduleUrl);
}

/** @param {import('node:child_process').ChildProcess} child */
function passOnSignals(child) {
  /** @param {NodeJS.Signals} signal */
  const passOn = (signal) => {
    child.kill(signal);
    process.exitCode = 128 + constants.signals[signal];
    // The child gets 2 seconds to end on its own. Then the script ends in any case.
    setTimeout(() => process.exit(), 2000).unref();
    child.once('close', () => process.exit());
  };
  process.on('SIGINT', passOn);
  process.on('SIGTERM', passOn);
  return () => {
    process.off('SIGINT', passOn);
    process.off('SIGTERM', passOn);
  };
}
