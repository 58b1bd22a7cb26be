import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { spawnSync } from 'node:child_process';
import { toolPath } from './run.mjs';

export interface FixtureTree {
  readonly folder: string;
  /** Runs an installed tool inside the tree and returns what it printed. */
  run(packageName: string, args: readonly string[]): { code: number | null; output: string };
  remove(): void;
}

/**
 * A temporary folder laid out like this repository, to plant faults in.
 * @param files text by path; folders are created as needed
 * @param links target by path
 */
export function createFixtureTree(files: Record<string, string>, links: Record<string, string> = {}): FixtureTree {
  const folder = mkdtempSync(join(tmpdir(), 'refold fixture '));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(join(folder, dirname(path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  for (const [path, target] of Object.entries(links)) {
    mkdirSync(join(folder, dirname(path)), { recursive: true });
    symlinkSync(target, join(folder, path), 'dir');
  }
  return {
    folder,
    run(packageName, args) {
      const { status, stdout, stderr } = spawnSync(process.execPath, [toolPath(packageName), ...args], {
        cwd: folder,
        encoding: 'utf8',
      });
      return { code: status, output: stdout === '' ? stderr : stdout };
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
