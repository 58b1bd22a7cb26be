// Checks that each package-lock.json works on every machine. npm omits a platform's optional package when the registry
// that wrote the file did not have it; `npm ci` then refuses the file everywhere. `--write` adds the missing entries:
// the package that wants them sets their version, and their name states their platform.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { report } from './fail.mjs';
import { root } from './run.mjs';

const files = ['package-lock.json', join('bench', 'package-lock.json')];
const SYSTEMS = ['aix', 'android', 'darwin', 'freebsd', 'linux', 'netbsd', 'openbsd', 'openharmony', 'sunos', 'win32'];
const PROCESSORS = ['arm64', 'arm', 'ia32', 'loong64', 'mips64el', 'ppc64', 'riscv64', 's390x', 'x64'];

/**
 * @typedef {{ version?: string, resolved?: string, dev?: boolean, optional?: boolean, os?: string[], cpu?: string[],
 *   libc?: string[], optionalDependencies?: Record<string, string> }} Locked
 */

try {
  for (const file of files) check(file);
} catch (error) {
  report(error);
}

/** @param {string} file */
function check(file) {
  const path = join(root, file);
  const lock = JSON.parse(readFileSync(path, 'utf8'));
  const missing = findMissing(lock.packages);
  const addresses = Object.entries(lock.packages).filter(([, { resolved }]) => /^https?:/.test(resolved ?? ''));
  if (addresses.length > 0) {
    throw new Error(
      `${file} records download addresses (${addresses[0]?.[0]} and ${addresses.length - 1} more). Keep ` +
        'omit-lockfile-registry-resolved=true in the .npmrc beside it and run "npm install" there again.',
    );
  }
  if (missing.length > 0 && process.argv.includes('--write')) {
    const entries = [...Object.entries(lock.packages), ...missing];
    lock.packages = Object.fromEntries(entries.sort(([one], [other]) => one.localeCompare(other, 'en')));
    writeFileSync(path, `${JSON.stringify(lock, undefined, 2)}\n`);
    console.log(`  added to ${file}: ${missing.map(([entry]) => entry).join(', ')}`);
  } else if (missing.length > 0) {
    throw new Error(
      `${file} lacks ${missing.length} packages for other platforms (${missing[0]?.[0]}, …), so "npm ci" ` +
        'would refuse it. Run "node scripts/lockfile.mjs --write" and commit the file.',
    );
  }
}

/**
 * @param {Record<string, Locked>} packages
 * @returns {[path: string, entry: Locked][]}
 */
function findMissing(packages) {
  return Object.entries(packages).flatMap(([path, { dev, optionalDependencies = {} }]) =>
    Object.entries(optionalDependencies)
      .filter(([name]) => !(`node_modules/${name}` in packages) && !(`${path}/node_modules/${name}` in packages))
      .map(
        ([name, version]) =>
          /** @type {[string, Locked]} */ ([`node_modules/${name}`, platformEntry(name, version, dev)]),
      ),
  );
}

/**
 * @param {string} name
 * @param {string} version
 * @param {boolean | undefined} dev
 * @returns {Locked}
 */
function platformEntry(name, version, dev) {
  const words = name.split(/[/-]/);
  const os = SYSTEMS.find((system) => words.includes(system));
  const cpu = PROCESSORS.find((processor) => words.includes(processor));
  if (os === undefined || cpu === undefined || !/^\d/.test(version)) {
    throw new Error(
      `A package-lock.json lacks the optional package ${name}@${version}, and its name does not say its platform.`,
    );
  }
  const libc = words.some((word) => word.startsWith('musl'))
    ? 'musl'
    : words.some((word) => word.startsWith('gnu'))
      ? 'glibc'
      : undefined;
  return {
    version,
    cpu: [cpu],
    ...(dev === true ? { dev } : {}),
    ...(libc === undefined || os !== 'linux' ? {} : { libc: [libc] }),
    optional: true,
    os: [os],
  };
}
