import { loadPart } from '../errors/load-part.ts';
import type { RefoldError } from '../errors/refold-error.ts';
import type { ReadModels } from '../fold/read-models.ts';
import type { LogHead } from '../log/event-log.ts';
import { sizes } from '../log/sizes.ts';
import type * as saving from './model-saver.ts';
import type { ModelSaver, SaverPorts, SkippedAt } from './model-saver.ts';

/** Decides when read models are saved. Loads the code that saves and restores them when it is first needed. */
export class Snapshotter {
  readonly #ports: SaverPorts;
  /** Skipped events after the last snapshots, in order. */
  readonly #skipped: SkippedAt[] = [];
  #saver: ModelSaver | undefined;
  #log = '';
  #start = 0;
  #savedAt = 0;
  #settled = 0;
  #cancel: (() => void) | undefined;
  #running: Promise<void> | undefined;
  #isClosed = false;

  constructor(ports: SaverPorts) {
    this.#ports = ports;
  }

  /** Starts to fetch the code, while the log opens. */
  preload(): void {
    importSaver().catch(() => {
      // It is loaded again when it is needed, and its failure reported then.
    });
  }

  /**
   * Loads the code that restores read models. Resolves to undefined if the whole log is to be folded: no snapshot was
   * due yet, or the code cannot be loaded, which it reports. Rejects with `part.not_loaded` if the log was compacted.
   */
  async loadSaver(head: LogHead, models: ReadModels): Promise<ModelSaver | undefined> {
    this.#log = head.id;
    if (head.floor === 0 && head.position < sizes.snapshotDue) return this.#saver;
    try {
      return await this.#load();
    } catch (error) {
      if (head.floor > 0) throw error;
      this.#failed(error, models);
      return undefined;
    }
  }

  /** Records a skipped event: an app that understands it must not start after it. */
  noteSkipped(type: string, position: number): void {
    this.#skipped.push({ type, position });
  }

  /** Records up to where states are stable. Saves in idle time, once enough events have come and no more arrive. */
  advance(position: number): void {
    this.#settled = position;
    if (
      position - this.#savedAt < sizes.snapshotDue ||
      this.#cancel !== undefined ||
      this.#running !== undefined ||
      this.#isClosed
    )
      return;
    this.#cancel = this.#ports.env.idle(() => {
      this.#cancel = undefined;
      if (this.#settled !== position && this.#settled - this.#savedAt < 10 * sizes.snapshotDue)
        this.advance(this.#settled);
      else this.#run(this.#ports.isLeader);
    });
  }

  /** Starts after the position from which the log is read. Returns how many events before it were skipped. */
  begin(position: number): number {
    this.#savedAt = this.#start = position;
    this.#skipped.length = 0;
    return this.#saver?.begin(position) ?? 0;
  }

  /** Resolves when no save is in progress. */
  async settled(): Promise<void> {
    await this.#running;
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.#cancel?.();
    // While the code loads, nothing is being saved.
    if (this.#saver === undefined) return;
    this.#saver.isClosed = true;
    await this.#running;
  }

  /** Saves all read models at once, after the save in progress, also in a tab that does not lead. */
  async saveNow(): Promise<void> {
    await this.#running;
    this.#cancel?.();
    this.#cancel = undefined;
    this.#run(() => true);
    await this.#running;
  }

  /** Saves, then checks for newer events. If it cannot save now, the store calls `advance` once it can. */
  #run(isAllowed: () => boolean): void {
    this.#running = this.#save(isAllowed).then((isSaved) => {
      this.#running = undefined;
      if (isSaved) this.advance(this.#settled);
    });
  }

  async #save(isAllowed: () => boolean): Promise<boolean> {
    const { isStored, models } = this.#ports;
    const canSave = (): boolean => isAllowed() && isStored();
    if (!canSave()) return false;
    let saver = this.#saver;
    try {
      saver ??= await this.#load();
    } catch (error) {
      // The next try is when as many events have come again.
      this.#savedAt = this.#settled;
      this.#failed(error, models);
      return true;
    }
    if (this.#isClosed || !canSave()) return false;
    this.#savedAt = this.#settled;
    await saver.save();
    return true;
  }

  async #load(): Promise<ModelSaver> {
    if (this.#saver !== undefined) return this.#saver;
    const { ModelSaver } = await loadPart('snapshots', importSaver);
    return (this.#saver ??= new ModelSaver(this.#ports, this.#skipped, this.#log, this.#start));
  }

  #failed(error: unknown, { models }: ReadModels): void {
    for (const { name: model } of models)
      this.#ports.tell({ type: 'snapshot.failed', model, error: error as RefoldError });
  }
}

const importSaver = (): Promise<typeof saving> => import('./model-saver.ts');
