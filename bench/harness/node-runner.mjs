// Runs a contestant in its own Node process, so that none affects another's optimised code, global settings or
// NODE_ENV.
import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const child = fileURLToPath(new URL('node-child.mjs', import.meta.url));
const ANSWER_WITHIN_MS = 5 * 60_000;

/**
 * @param {import('./rounds.mjs').Contestant} contestant
 * @returns {import('./rounds.mjs').Runner}
 */
export function startInNode({ file, env = {} }) {
  const process_ = fork(child, [file], {
    execArgv: ['--expose-gc'],
    env: { ...process.env, NODE_ENV: 'production', ...env },
  });
  const ended = new Promise((resolve) => process_.once('exit', resolve));
  return {
    measure: (task) => ask(process_, file, task),
    async close() {
      if (process_.connected) process_.disconnect();
      await ended;
    },
  };
}

/**
 * @param {import('node:child_process').ChildProcess} process_
 * @param {string} file
 * @param {import('./rounds.mjs').Task} task
 * @returns {Promise<import('./rounds.mjs').Measured>}
 */
function ask(process_, file, task) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      process_.kill('SIGKILL');
      end(() => reject(new Error(`${file} gave no answer within ${ANSWER_WITHIN_MS / 60_000} minutes.`)));
    }, ANSWER_WITHIN_MS);
    /** @param {{ measured: import('./rounds.mjs').Measured } | { error: string }} answer */
    const onAnswer = (answer) =>
      end(() => ('error' in answer ? reject(new Error(`${file}: ${answer.error}`)) : resolve(answer.measured)));
    /** @param {number | null} code */
    const onExit = (code) =>
      end(() => reject(new Error(`${file} ended with exit code ${code} while it was measured.`)));
    /** @param {() => void} settle */
    const end = (settle) => {
      clearTimeout(timer);
      process_.off('message', onAnswer);
      process_.off('exit', onExit);
      settle();
    };
    process_.on('message', onAnswer);
    process_.on('exit', onExit);
    process_.send(task);
  });
}
