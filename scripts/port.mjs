// Chooses the port to serve on: the requested one, or the next free one.
import { createServer } from 'node:net';

const LAST_PORT = 65_535;

/**
 * @param {string | undefined} text the PORT of the environment
 * @param {number} fallback
 */
export function parsePort(text, fallback) {
  if (text === undefined || text === '') return fallback;
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
  if (port >= 1 && port <= LAST_PORT) return port;
  throw new Error(`PORT is "${text}". It must be a whole number from 1 to ${LAST_PORT}, for example PORT=8080.`);
}

/**
 * @param {number} first
 * @returns {Promise<number>}
 */
export async function nextFreePort(first) {
  for (let port = first; port <= LAST_PORT; port += 1) {
    const problem = await tryListen(port);
    if (problem === undefined) return port;
    if (problem === 'EACCES')
      throw new Error(`Port ${port} needs more rights than this user has. Choose one above 1023.`);
    if (problem !== 'EADDRINUSE') throw new Error(`Port ${port} cannot be listened on (${problem}).`);
  }
  throw new Error(`Every port from ${first} to ${LAST_PORT} is in use.`);
}

/**
 * "localhost" has two addresses. A program that listens on either would answer some browsers in place of this server.
 * @param {number} port
 */
async function tryListen(port) {
  for (const host of ['127.0.0.1', '::1']) {
    const problem = await tryListenAt(host, port);
    // A machine without IPv6 has no ::1, so nothing can listen there.
    if (problem === 'EADDRNOTAVAIL' || problem === 'EAFNOSUPPORT') continue;
    if (problem !== undefined) return problem;
  }
  return undefined;
}

/**
 * @param {string} host
 * @param {number} port
 * @returns {Promise<string | undefined>} the error's code, or undefined when the port is free
 */
function tryListenAt(host, port) {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', (error) => resolve('code' in error ? String(error.code) : error.message));
    server.listen({ host, port, exclusive: true }, () => server.close(() => resolve(undefined)));
  });
}
