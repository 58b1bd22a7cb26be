import type { Envelope, Metadata } from '../../model/envelope.ts';

/**
 * An event whose payload is no longer in memory: undo has to read it from the log again. Everything else of the event
 * is there. Reading the payload throws, so no fold can take it for an empty one.
 */
export class ReleasedEvent implements Envelope {
  readonly id: string;
  readonly type: string;
  readonly version: number;
  readonly timestamp: string;
  readonly metadata: Metadata;

  constructor({ id, type, version, timestamp, metadata }: Envelope) {
    this.id = id;
    this.type = type;
    this.version = version;
    this.timestamp = timestamp;
    this.metadata = metadata;
  }

  get data(): never {
    throw new Error(`The payload of ${this.id} is not in memory.`);
  }
}

export const isReleased = (event: Envelope): boolean => event instanceof ReleasedEvent;
