import { chromium } from '@playwright/test';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { launchOptions } from '../../scripts/browser-launch.mjs';
import type { Faults } from './page.ts';

type Answer = {
  readonly id?: number;
  readonly result?: any;
  readonly error?: { readonly message: string };
  readonly method?: string;
  readonly params?: any;
  readonly sessionId?: string;
};

/** A tab that is controlled without Playwright, because Playwright keeps its pages awake. */
export interface RawTab<P extends Functions = Faults> {
  send(method: string, params?: object): Promise<any>;
  /** Calls a function of the test page. */
  on<K extends keyof P>(name: K, ...args: Parameters<P[K]>): Promise<Awaited<ReturnType<P[K]>>>;
  /** Provides a function of this name to the page. What it is called with is heard even if the page ends after that. */
  hear(name: string, listener: (said: string) => void): Promise<void>;
  /** Hides the other tabs. */
  show(): Promise<void>;
  close(): Promise<void>;
}

type Functions = Readonly<Record<string, (...args: any[]) => unknown>>;

export interface RawBrowser {
  open<P extends Functions = Faults>(address: string): Promise<RawTab<P>>;
  end(): Promise<void>;
}

export async function startRawBrowser(): Promise<RawBrowser> {
  const { executablePath = chromium.executablePath(), chromiumSandbox, args } = launchOptions();
  const profile = await mkdtemp(join(tmpdir(), 'refold-faults-'));
  const flags = ['--headless', '--remote-debugging-pipe', `--user-data-dir=${profile}`, ...args];
  const browser = spawn(executablePath, [...flags, ...(chromiumSandbox ? [] : ['--no-sandbox']), 'about:blank'], {
    detached: true,
    stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'],
  });
  const waiting = new Map<number, (answer: Answer) => void>();
  const listeners = new Map<string, (said: string) => void>();
  const receive = ({ method, params, sessionId, ...answer }: Answer): void => {
    if (method === 'Runtime.bindingCalled') listeners.get(`${sessionId}/${params.name}`)?.(params.payload);
    else waiting.get(answer.id ?? 0)?.(answer);
  };
  let heard = '';
  (browser.stdio[4] as Readable).setEncoding('utf8').on('data', (chunk: string) => {
    const messages = (heard + chunk).split('\0');
    heard = messages.pop()!;
    for (const text of messages) receive(JSON.parse(text) as Answer);
  });
  let ids = 0;
  const send = async (method: string, params: object = {}, sessionId?: string): Promise<any> => {
    const id = (ids += 1);
    const answered = new Promise<Answer>((resolve) => waiting.set(id, resolve));
    (browser.stdio[3] as Writable).write(`${JSON.stringify({ id, method, params, sessionId })}\0`);
    const { result, error } = await answered;
    if (error !== undefined) throw new Error(`${method}: ${error.message}`);
    return result;
  };
  return {
    async open(address) {
      const { targetId } = await send('Target.createTarget', { url: 'about:blank' });
      const { sessionId } = await send('Target.attachToTarget', { targetId, flatten: true });
      const evaluate = async (expression: string): Promise<any> => {
        const { result, exceptionDetails } = await send(
          'Runtime.evaluate',
          { expression, awaitPromise: true, returnByValue: true },
          sessionId,
        );
        if (exceptionDetails !== undefined) throw new Error(exceptionDetails.exception?.description ?? expression);
        return result.value;
      };
      await send('Page.navigate', { url: address }, sessionId);
      await evaluate(`new Promise((go) => document.readyState === 'complete' ? go() : addEventListener('load', go))`);
      return {
        send: (method, params) => send(method, params, sessionId),
        on: (name, ...given) => evaluate(`faults.${String(name)}(...${JSON.stringify(given)})`),
        async hear(name, listener) {
          listeners.set(`${sessionId}/${name}`, listener);
          await send('Runtime.enable', {}, sessionId);
          await send('Runtime.addBinding', { name }, sessionId);
        },
        close: () => send('Target.closeTarget', { targetId }),
        show: () => send('Target.activateTarget', { targetId }),
      };
    },
    async end() {
      const ended = once(browser, 'exit');
      process.kill(-browser.pid!, 'SIGKILL');
      await ended;
      await rm(profile, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}
