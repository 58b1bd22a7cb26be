/**
 * How large the pieces are that work is cut into. They weigh speed against memory, and none of them changes what comes out:
 * tests draw them at random, down to 1. Not for apps. They are to be read when they are used, since tests change them.
 */
export const sizes = {
  /** Events read into read models in one transaction, which costs as much as several hundred events do. */
  replayPage: 2_000,
  /** Events decoded or reduced between looks at the clock. */
  replaySlice: 50,
  /** Events between states for undo near the head: to fold so many takes no time that a person would notice. */
  rungGap: 64,
  /** As many such states as an undo horizon has at least. */
  rungsOfHorizon: 128,
  /** Batches back that a remembered read can be checked by what changed, instead of by reading again. */
  rememberedBatches: 256,
  /** Rows changed in these batches, when they are many: then fewer batches are remembered. */
  rememberedRows: 5_000,
  /** Results of one query kept, by arguments; the one not read for longest goes first. */
  keptResults: 1_000,
  /** Events in a batch: writing it costs least for each, and reading it back is one short task. */
  writeBatch: 500,
  /** Batches and events written since the last time that make sealing worth its while. Ten times as many events cannot wait. */
  sealBatches: 64,
  sealEvents: 4_000,
  /** Rows in a page of a snapshot: a row a page costs what a row an event does, and a large page is written anew for one row. */
  snapshotPage: 100,
  /** Events settled since the last snapshots that make the next ones worth their writing. Ten times as many cannot wait. */
  snapshotDue: 1_000,
  /** Pages of a snapshot written in one transaction, and read in one task. */
  pagesWritten: 10,
  pagesRead: 20,
  /** Events read from the log in one transaction for an export or a compaction. */
  logPage: 500,
  /** Lines of a file between looks at the clock. */
  fileSlice: 50,
  /** Events and bytes of a file staged in one batch: it becomes one stored piece. */
  stagingEvents: 500,
  stagingBytes: 500_000,
  /** Events in a page of the past: half a millisecond's folding. */
  historyPage: 256,
  /** Events of the past decoded or reduced between looks at the clock. */
  historySlice: 64,
  /** Pages of the past read in one transaction when several are wanted. */
  historyPagesRead: 8,
  /** Events of the past kept, in whole pages. */
  historyKept: 4_096,
  /** States of the past kept, when nobody says otherwise. */
  historyStates: 512,
  /** Segments grow to about this many events, or this much text, whichever comes first. */
  segmentEvents: 500,
  segmentChars: 500_000,
  /** Batches sealed in one transaction: while it runs, nobody else can append. */
  batchesSealed: 64,
  /** Rows of ids read in one go: each has those of a segment. */
  idRowsRead: 100,
};
