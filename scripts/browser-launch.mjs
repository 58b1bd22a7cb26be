// How every test starts Chromium: one place, for the component tests (vitest) and the end-to-end tests (Playwright).
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

// Without them a fresh Chromium calls home at every start; on a closed network each call is a failure to wait for.
export const QUIET_FLAGS = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/**
 * What to hand to `chromium.launch`. `npm test` decides both through the environment; a test started by hand takes
 * the first Chromium there is, and Playwright's own default for the sandbox (none).
 */
export function launchOptions() {
  const executablePath = process.env['CHROMIUM_PATH'] ?? candidates()[0];
  return {
    ...(executablePath === undefined ? {} : { executablePath }),
    chromiumSandbox: process.env['CHROMIUM_SANDBOX'] === '1',
    args: QUIET_FLAGS,
  };
}

/** Every Chromium or Chrome found on this machine, the preferred one first; not proven to start. */
export function candidates() {
  const folders = [...(process.env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== ''), ...USUAL_FOLDERS];
  const names = [...NAMES, 'Chromium', 'Google Chrome'];
  const paths = [...folders.flatMap((folder) => names.map((name) => join(folder, name))), chromium.executablePath()];
  // /bin is often a link to /usr/bin, and one program is tried once.
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
