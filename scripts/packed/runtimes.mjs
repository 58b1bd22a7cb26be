// Runs the same lines in Node and in workerd, which is what runs at the edge.
import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../run.mjs';
import { bundleFile } from './bundle.mjs';

/** @typedef {import('./app.mjs').App} App */

/**
 * @param {App} app
 * @param {string} expected
 */
export async function countInNode({ folder }, expected) {
  const { code, output } = await run(process.execPath, ['node.mjs'], { cwd: folder, isQuiet: true });
  if (code !== 0 || output.trim() !== expected) throw new Error(output);
}

/**
 * @param {App} app
 * @param {string} expected
 */
export async function countInWorkerd({ folder }, expected) {
  const outDir = join(folder, 'dist', 'workerd');
  const module = await bundleFile(folder, 'workerd.mjs', outDir);
  const config = `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [(name = "main", worker = (modules = [(name = "worker", esModule = embed "${module}")], compatibilityDate = "2026-01-01"))],
  sockets = [(name = "http", address = "127.0.0.1:0", http = (), service = "main")],
);
`;
  writeFileSync(join(outDir, 'config.capnp'), config);
  const { stop, port } = await startWorkerd(folder, outDir);
  try {
    const text = await (await fetch(`http://127.0.0.1:${port}/`)).text();
    if (text !== expected) throw new Error(`It came to "${text}", and not to "${expected}".`);
  } finally {
    await stop();
  }
}

/**
 * Starts the server, which says on a descriptor of its own which port it was given.
 * @param {string} folder
 * @param {string} cwd
 * @returns {Promise<{ port: number, stop: () => Promise<void> }>}
 */
function startWorkerd(folder, cwd) {
  const [command, name] = [join(folder, 'node_modules', 'workerd', 'package.json'), '@cloudflare/workerd-'];
  const platform = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch === 'x64' ? '64' : process.arch}`;
  const binary = createRequire(command).resolve(`${name}${platform}/bin/workerd`);
  const child = spawn(binary, ['serve', 'config.capnp', '--control-fd=3'], {
    cwd,
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
  });
  const ended = new Promise((resolve) => void child.once('close', resolve));
  return new Promise((resolve, reject) => {
    let said = '';
    child.stderr?.on('data', (chunk) => (said += String(chunk)));
    child.once('error', reject);
    child.once('close', () => reject(new Error(`workerd has ended: ${said}`)));
    child.stdio[3]?.on('data', (/** @type {unknown} */ chunk) => {
      const port = /"port":(\d+)/.exec(String(chunk))?.[1];
      if (port === undefined) return;
      const stop = async () => {
        child.kill('SIGKILL');
        await ended;
      };
      resolve({ port: Number(port), stop });
    });
  });
}
