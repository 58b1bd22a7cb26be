// How every test starts Chromium: the component tests (Vitest) and the end-to-end tests (Playwright).
import { accessSync, constants, realpathSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { chromium } from 'playwright';

const NAMES = ['chromium', 'google-chrome', 'google-chrome-stable', 'chrome', 'chromium-browser'];

const USUAL_FOLDERS = [
  '/usr/bin',
  '/usr/local/bin',
  '/opt/google/chrome',
  '/snap/bin',
  '/opt/homebrew/bin',
  '/Applications/Chromium.app/Contents/MacOS',
  '/Applications/Google Chrome.app/Contents/MacOS',
];

// Without these flags a fresh Chromium calls home at every start. On a closed network each call waits until it fails.
export const QUIET_FLAGS = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/**
 * The options for `chromium.launch`. `npm test` sets both through the environment. A test started by hand takes the
 * first Chromium found, and Playwright's default for the sandbox (none).
 */
export function launchOptions() {
  const executablePath = process.env['CHROMIUM_PATH'] ?? candidates()[0];
  return {
    ...(executablePath === undefined ? {} : { executablePath }),
    chromiumSandbox: process.env['CHROMIUM_SANDBOX'] === '1',
    args: QUIET_FLAGS,
  };
}

/** Every Chromium or Chrome on this machine, the preferred one first. Nothing checks here that it starts. */
export function candidates() {
  const folders = [...(process.env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== ''), ...USUAL_FOLDERS];
  const names = [...NAMES, 'Chromium', 'Google Chrome'];
  const paths = [...folders.flatMap((folder) => names.map((name) => join(folder, name))), chromium.executablePath()];
  // /bin is often a link to /usr/bin. Try each program once.
  const real = paths.filter(isExecutable).map((path) => ({ path, target: realpathSync(path) }));
  return real
    .filter(({ target }, index) => real.findIndex((other) => other.target === target) === index)
    .map(({ path }) => path);
}

/** @param {string} path */
function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
