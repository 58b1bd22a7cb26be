import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { nextFreePort, parsePort } from './port.mjs';

describe('parsePort', () => {
  it('returns the fallback when PORT is not set', () => {
    expect(parsePort(undefined, 4173)).toBe(4173);
    expect(parsePort('', 4173)).toBe(4173);
  });

  it('accepts a number', () => expect(parsePort('8080', 4173)).toBe(8080));

  it.each(['0', '65536', '-1', '80.5', '80a', 'http', '123456', ' 80'])(
    'refuses %j and states what is allowed',
    (text) => {
      expect(() => parsePort(text, 4173)).toThrow(`PORT is "${text}". It must be a whole number from 1 to 65535`);
    },
  );
});

describe('nextFreePort', () => {
  const server = createServer();
  afterEach(() => server.close());

  it('skips a port that is in use', async () => {
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    expect(await nextFreePort(port)).toBeGreaterThan(port);
  });
});
