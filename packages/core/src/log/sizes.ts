/**
 * The sizes of pieces of work. They trade speed against memory, and none changes a result: tests draw them at random,
 * down to 1. Not for apps. Read them at the time of use, since tests change them.
 */
export const sizes = {
  /** Events read into read models in one transaction, which costs as much as several hundred events. */
  replayPage: 2_000,
  /** Events decoded or reduced between checks of the clock. */
  replaySlice: 50,
  /** Events of others, and own ones after them, that are folded in one task where they stand in the log. */
  tailReplaced: 10_000,
  /** Events between undo checkpoints near the head. Folding this many takes no noticeable time. */
  checkpointGap: 64,
  /** Minimum number of checkpoints in an undo horizon. */
  checkpointsOfHorizon: 128,
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
  /**
   * Rows in a page of a snapshot. One row a page writes as much as an event a row; a large page is rewritten for one
   * row.
   */
  snapshotPage: 100,
  /** Stable events since the last snapshots that make new ones worthwhile. At ten times as many, they cannot wait. */
  snapshotDue: 1_000,
  /** Pages of a snapshot written in one transaction, and read in one task. */
  pagesWritten: 10,
  pagesRead: 20,
  /** Events read from the log in one transaction for an export or a compaction. */
  logPage: 500,
  /** Lines of a file between checks of the clock. */
  fileSlice: 50,
  /** Events and bytes of a file staged in one batch, which becomes one segment. */
  stagingEvents: 500,
  stagingBytes: 500_000,
  /** Events in a page of the past: half a millisecond of folding. */
  historyPage: 256,
  /** Events of the past decoded or reduced between checks of the clock. */
  historySlice: 64,
  /** Pages of the past read in one transaction, if several are wanted. */
  historyPagesRead: 8,
  /** Events of the past kept, in whole pages. */
  historyKept: 4_096,
  /** Default number of past states kept. */
  historyStates: 512,
  /** Maximum size of a segment: about this many events, or this much text, whichever comes first. */
  segmentEvents: 500,
  segmentChars: 500_000,
  /** Batches sealed in one transaction, during which no opener can append. */
  batchesSealed: 64,
  /** Rows of ids read at once. Each has those of a segment. */
  idRowsRead: 100,
};
