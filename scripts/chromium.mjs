// Finds a Chromium that really starts, or installs one. A file of the right name is not enough: some systems ship a
// stub, and a browser can lack libraries.
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { candidates, QUIET_FLAGS } from './browser-launch.mjs';
import { run, runTool } from './run.mjs';

const PROBE_TIMEOUT_MS = 60_000;
const INSTALL_TIMEOUT_MS = 10 * 60_000;

/**
 * @returns {Promise<{ CHROMIUM_PATH: string, CHROMIUM_SANDBOX: '0' | '1' }>} the environment the tests read
 */
export async function provideChromium() {
  const chosen = process.env['CHROMIUM_PATH'];
  if (chosen !== undefined && chosen !== '') return provideChosen(chosen);

  const found = await firstThatStarts();
  if (found !== undefined) return found;
  for (const install of [installThroughPlaywright, installThroughApt]) {
    const installed = (await install()) ? await firstThatStarts() : undefined;
    if (installed !== undefined) return installed;
  }
  throw new Error(
    'The browser tests need a Chromium or Chrome, and none was found or could be installed. ' +
      'Install one (for example "apt-get install chromium", or "npx playwright install chromium"), ' +
      'or set CHROMIUM_PATH to its executable, then run "npm test" again.',
  );
}

/** @param {string} path */
async function provideChosen(path) {
  if (!existsSync(path)) throw new Error(`CHROMIUM_PATH is ${path}, but there is no such file.`);
  const settings = await probe(path);
  if (settings === undefined) throw new Error(`CHROMIUM_PATH is ${path}, but that program does not start headless.`);
  return settings;
}

async function firstThatStarts() {
  for (const path of candidates()) {
    const settings = await probe(path);
    if (settings !== undefined) return settings;
    console.log(`${path} does not start, looking further.`);
  }
  return undefined;
}

/**
 * Chromium's sandbox does not work as root, nor in many containers. The tests then run without it.
 * @param {string} path
 */
async function probe(path) {
  const isRoot = process.getuid?.() === 0;
  if (!isRoot && (await starts(path, []))) return /** @type {const} */ ({ CHROMIUM_PATH: path, CHROMIUM_SANDBOX: '1' });
  if (!(await starts(path, ['--no-sandbox']))) return undefined;
  console.log(`Chromium runs without its sandbox (${isRoot ? 'started as root' : 'it does not work here'}).`);
  return /** @type {const} */ ({ CHROMIUM_PATH: path, CHROMIUM_SANDBOX: '0' });
}

/**
 * @param {string} path
 * @param {readonly string[]} flags
 */
async function starts(path, flags) {
  const profile = mkdtempSync(join(tmpdir(), 'refold-probe-'));
  const args = [
    '--headless',
    ...QUIET_FLAGS,
    ...flags,
    `--user-data-dir=${profile}`,
    '--dump-dom',
    'data:text/html,refold-ok',
  ];
  const { code, output } = await run(path, args, { isQuiet: true, timeoutMs: PROBE_TIMEOUT_MS });
  rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
  return code === 0 && output.includes('<body>refold-ok</body>');
}

async function installThroughPlaywright() {
  console.log('No working Chromium found. Trying "npx playwright install chromium" …');
  const { code } = await runTool('playwright', ['install', 'chromium'], {
    isQuiet: true,
    timeoutMs: INSTALL_TIMEOUT_MS,
  });
  if (code !== 0) console.log('  that did not work.');
  return code === 0;
}

async function installThroughApt() {
  if (!existsSync('/usr/bin/apt-get')) return false;
  const isRoot = process.getuid?.() === 0;
  if (!isRoot && (await run('sudo', ['-n', 'true'], { isQuiet: true })).code !== 0) {
    console.log('apt-get could install one, but needs root and sudo asks for a password here.');
    return false;
  }
  const prefix = isRoot ? [] : ['sudo', '-n'];
  for (const args of [['update'], ['install', '-y', 'chromium']]) {
    const [command = '', ...rest] = [
      ...prefix,
      'env',
      'DEBIAN_FRONTEND=noninteractive',
      'apt-get',
      '-o',
      'DPkg::Lock::Timeout=120',
      ...args,
    ];
    console.log(`Trying "apt-get ${args.join(' ')}" …`);
    const { code, output } = await run(command, rest, { isQuiet: true, timeoutMs: INSTALL_TIMEOUT_MS });
    // A stale package list need not stop the install, so a failure here only prints its output.
    if (code !== 0) console.log(`  that did not work:\n${output.trimEnd().split('\n').slice(-5).join('\n')}`);
    if (code !== 0 && args[0] === 'install') return false;
  }
  return true;
}
