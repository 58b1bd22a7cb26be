/**
 * The sizes of pieces of work of every page. They trade speed against memory, and none changes a result: tests draw
 * them at random, down to 1. Not for apps. Read them at the time of use, since tests change them.
 */
export const sizes = {
  /** Events read into read models in one transaction, which costs as much as several hundred events. */
  replayPage: 2_000,
  /** Events decoded or reduced between checks of the clock. */
  replaySlice: 50,
  /** Events between undo checkpoints near the head. Folding this many takes no noticeable time. */
  checkpointGap: 64,
  /** Minimum number of checkpoints in an undo horizon. */
  checkpointsOfHorizon: 128,
  /** Events held for undo from which on their memory is bounded. Fewer cannot take much, within the default limits. */
  boundedFrom: 64,
  /** Batches back to which a cached read can be validated by changes alone, without reading again. */
  rememberedBatches: 256,
  /** Rows changed in these batches. If there are more, fewer batches are remembered. */
  rememberedRows: 5_000,
  /** Results kept of one query, by arguments. The least recently read goes first. */
  keptResults: 1_000,
  /** Events in a batch: large enough to make writing cheap, small enough to read in a short task. */
  writeBatch: 500,
  /** Batches and events written that make sealing worthwhile. At ten times as many events, it cannot wait. */
  sealBatches: 64,
  sealEvents: 4_000,
  /** Stable events since the last snapshots that make new ones worthwhile. At ten times as many, they cannot wait. */
  snapshotDue: 1_000,
};
