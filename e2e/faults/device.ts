import { type Browser, chromium, type Page } from '@playwright/test';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface, type Interface } from 'node:readline';
import { launchOptions } from '../../scripts/browser-launch.mjs';
import type { Faults } from './page.ts';

/**
 * A browser whose profile on disk survives it. Started here instead of by Playwright, so that a test can kill all of
 * it.
 */
export class Device {
  readonly profile: string;
  readonly #site: string;
  #process: ChildProcess | undefined;
  #browser: Browser | undefined;
  #hasDeleted = false;

  private constructor(site: string, profile: string) {
    this.#site = site;
    this.profile = profile;
  }

  static async create(site: string): Promise<Device> {
    return new Device(site, await mkdtemp(join(tmpdir(), 'refold-faults-')));
  }

  get browser(): Browser {
    return this.#browser!;
  }

  /**
   * Whether the running browser has logged that it found its IndexedDB files damaged and deleted them. Chromium does so
   * after a kill between two writes to its journal, when the next browser has appended to the torn record.
   */
  get hasDeletedDatabase(): boolean {
    return this.#hasDeleted;
  }

  async start(): Promise<void> {
    this.#hasDeleted = false;
    const { executablePath = chromium.executablePath(), chromiumSandbox, args } = launchOptions();
    const ours = ['--headless', '--remote-debugging-port=0', '--enable-logging=stderr'];
    const flags = [...ours, `--user-data-dir=${this.profile}`, ...args];
    // Detached, so that it and its children form one process group.
    this.#process = spawn(executablePath, [...flags, ...(chromiumSandbox ? [] : ['--no-sandbox']), 'about:blank'], {
      detached: true,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    const said = createInterface({ input: this.#process.stderr! });
    said.on('line', (line) => (this.#hasDeleted ||= DELETED.test(line)));
    this.#browser = await chromium.connectOverCDP(await addressIn(said));
  }

  /** Opens the test page in a new tab. */
  async open(): Promise<Page> {
    const page = await this.browser.contexts()[0]!.newPage();
    await page.goto(this.#site);
    return page;
  }

  /** Kills the whole browser with SIGKILL. */
  async kill(): Promise<void> {
    await this.#end(() => process.kill(-this.#process!.pid!, 'SIGKILL'));
  }

  /** Quits as a person does, so that everything is written to disk. */
  async quit(): Promise<void> {
    const session = await this.browser.newBrowserCDPSession();
    await this.#end(() => void Promise.allSettled([session.send('Browser.close')]));
  }

  async remove(): Promise<void> {
    if (this.#process !== undefined) await this.kill();
    await rm(this.profile, { recursive: true, force: true, maxRetries: 5 });
  }

  async #end(how: () => void): Promise<void> {
    const ended = once(this.#process!, 'exit');
    how();
    await ended;
    this.#process = undefined;
  }
}

/** Calls a function of the test page. */
export function on<K extends keyof Faults>(
  page: Page,
  name: K,
  ...args: Parameters<Faults[K]>
): Promise<Awaited<ReturnType<Faults[K]>>> {
  return page.evaluate(
    ([called, given]) =>
      (window as unknown as { faults: Record<string, (...all: unknown[]) => unknown> }).faults[called]!(...given),
    [name, args] as const,
  ) as Promise<Awaited<ReturnType<Faults[K]>>>;
}

/** Chromium's log message. */
const DELETED = /IndexedDB recovering from a corrupted/;

/** The address for CDP. The listener stays, because a full pipe would block the browser. */
function addressIn(said: Interface): Promise<string> {
  const lines: string[] = [];
  return new Promise((resolve, reject) => {
    said.on('line', (line) => {
      lines.push(line);
      const address = /DevTools listening on (ws:\S+)/.exec(line)?.[1];
      if (address !== undefined) resolve(address);
    });
    said.on('close', () => reject(new Error(`The browser ended before it could be spoken to:\n${lines.join('\n')}`)));
  });
}
