/** How far an opener, such as a tab, knows a log. Equal marks of a log mean equal content. */
export interface Mark {
  /** Goes up when confirmed events leave the log. A position of another generation means another event. */
  readonly generation: number;
  /** Position of the last confirmed event. */
  readonly confirmed: number;
  /** Number of the last row. Each append is one row, and the rows of all openers are counted together. */
  readonly row: number;
}
