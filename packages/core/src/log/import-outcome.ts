/** What an import found stored already, by event id. */
export interface ImportOutcome {
  /** Stored before with the same content: not stored again. */
  readonly duplicates: readonly string[];
  /** Stored before with other content: not stored. */
  readonly conflicts: readonly string[];
}
