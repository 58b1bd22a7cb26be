/** Like `sizes`, for code that a page loads when it needs it, and for entries that only some pages use. */
export const laterSizes = {
  /** Bytes of event payloads, roughly, that are kept in memory for undo. Undo reads older ones from the log again. */
  heldBytes: 4_000_000,
  /** Bytes of earlier states, roughly, beyond which a read model has fewer undo checkpoints. */
  checkpointBytes: 8_000_000,
  /** Events that came to the log past the store and are folded in one task. With more, all is folded from the log. */
  tailReplaced: 1_000,
  /** Events of other tabs that are folded where they stand. With more, all is folded from the log. */
  newsTaken: 20_000,
  /** Events of another tail that are folded in one task. */
  tailInOneTask: 500,
  /** Events or rows of a longer one between checks of the clock. */
  tailSlice: 32,
  /**
   * Rows in a page of a snapshot. One row a page writes as much as an event a row; a large page is rewritten for one
   * row.
   */
  snapshotPage: 100,
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
  /** Bytes of their payloads, roughly. */
  historyKeptBytes: 8_000_000,
  /** Default number of past states kept. */
  historyStates: 512,
  /** Bytes, roughly, in which they differ from each other. */
  historyStatesBytes: 32_000_000,
  /** Maximum size of a segment: about this many events, or this much text, whichever comes first. */
  segmentEvents: 500,
  segmentChars: 500_000,
  /** Batches sealed in one transaction, during which no opener can append. */
  batchesSealed: 64,
  /** Segments moved at once to the pending commits, when a log joins an authority. */
  segmentsMoved: 20,
  /** Rows of ids read at once. Each has those of a segment. */
  idRowsRead: 100,
};
