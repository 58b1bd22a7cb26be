// Runs the same code in every runtime without a page: Node, Bun, Deno, and workerd, which runs at the edge.
import { spawn } from 'node:child_process';
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../run.mjs';
import { bundleFile } from './bundle.mjs';

/** @typedef {import('./app.mjs').App} App */

/**
 * Runs it in the Node that runs this script.
 * @param {App} app
 * @param {string} expected
 */
export async function countInNode(app, expected) {
  await countWith(app, process.execPath, [], expected);
}

/**
 * Runs it in a program that the app has installed.
 * @param {App} app
 * @param {string} program its path in node_modules; a folder that is named after the machine is `*`
 * @param {readonly string[]} args
 * @param {string} expected
 */
export async function countInProgram(app, program, args, expected) {
  await countWith(app, findProgram(app, program), args, expected);
}

/**
 * @param {App} app
 * @param {string} path
 */
function findProgram({ folder }, path) {
  const [scope = '', rest] = path.split('/*/');
  const parent = join(folder, 'node_modules', scope);
  if (rest === undefined) return parent;
  const found = readdirSync(parent).map((name) => join(parent, name, rest));
  const program = found.find((file) => existsSync(file));
  if (program === undefined) throw new Error(`There is no ${path} for this machine.`);
  return program;
}

/**
 * @param {App} app
 * @param {string} program
 * @param {readonly string[]} args
 * @param {string} expected
 */
async function countWith({ folder }, program, args, expected) {
  const { code, output } = await run(program, [...args, 'node.mjs'], { cwd: folder, isQuiet: true });
  if (code !== 0 || output.trim() !== expected) throw new Error(output);
}

/**
 * @param {App} app
 * @param {string} expected
 */
export async function countInWorkerd(app, expected) {
  const { folder } = app;
  const outDir = join(folder, 'dist', 'workerd');
  const module = await bundleFile(folder, 'workerd.mjs', outDir);
  const config = `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [(name = "main", worker = (modules = [(name = "worker", esModule = embed "${module}")], compatibilityDate = "2026-01-01"))],
  sockets = [(name = "http", address = "127.0.0.1:0", http = (), service = "main")],
);
`;
  writeFileSync(join(outDir, 'config.capnp'), config);
  const { stop, port } = await startWorkerd(app, outDir);
  try {
    const text = await (await fetch(`http://127.0.0.1:${port}/`)).text();
    if (text !== expected) throw new Error(`workerd returned "${text}" instead of "${expected}".`);
  } finally {
    await stop();
  }
}

/**
 * Starts the server, which reports its port on a descriptor of its own.
 * @param {App} app
 * @param {string} cwd
 * @returns {Promise<{ port: number, stop: () => Promise<void> }>}
 */
function startWorkerd(app, cwd) {
  const binary = findProgram(app, '@cloudflare/*/bin/workerd');
  const child = spawn(binary, ['serve', 'config.capnp', '--control-fd=3'], {
    cwd,
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
  });
  const ended = new Promise((resolve) => void child.once('close', resolve));
  return new Promise((resolve, reject) => {
    let said = '';
    child.stderr?.on('data', (chunk) => (said += String(chunk)));
    child.once('error', reject);
    child.once('close', () => reject(new Error(`workerd ended: ${said}`)));
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
