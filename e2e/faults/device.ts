import { type Browser, chromium, type Page } from '@playwright/test';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface, type Interface } from 'node:readline';
import { launchOptions } from '../../scripts/browser-launch.mjs';
import type { Faults } from './page.ts';

/** A browser with a profile on disk that outlives it. Started here rather than by Playwright, to be killed whole. */
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
   * Whether the browser that runs now has said that it found its own files of IndexedDB damaged and deleted them. Chromium does
   * when it was killed between two writes to its journal and another browser then wrote on behind the half.
   */
  get hasDeletedDatabase(): boolean {
    return this.#hasDeleted;
  }

  async start(): Promise<void> {
    this.#hasDeleted = false;
    const { executablePath = chromium.executablePath(), chromiumSandbox, args } = launchOptions();
    const ours = ['--headless', '--remote-debugging-port=0', '--enable-logging=stderr'];
    const flags = [...ours, `--user-data-dir=${this.profile}`, ...args];
    // Detached, so that it and all that it starts are one group of processes.
    this.#process = spawn(executablePath, [...flags, ...(chromiumSandbox ? [] : ['--no-sandbox']), 'about:blank'], {
      detached: true,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    const said = createInterface({ input: this.#process.stderr! });
    said.on('line', (line) => (this.#hasDeleted ||= DELETED.test(line)));
    this.#browser = await chromium.connectOverCDP(await addressIn(said));
  }

  /** A tab with the test page in it. */
  async open(): Promise<Page> {
    const page = await this.browser.contexts()[0]!.newPage();
    await page.goto(this.#site);
    return page;
  }

  /** `kill -9` of the whole browser. */
  async kill(): Promise<void> {
    await this.#end(() => process.kill(-this.#process!.pid!, 'SIGKILL'));
  }

  /** Ends it as a person does, so that all is written to disk. */
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

/** In the words of Chromium. */
const DELETED = /IndexedDB recovering from a corrupted/;

/** Where the browser can be spoken to. It goes on being listened to: a full pipe would stop it. */
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
