/** How sending one kind of items goes. */
export interface ExportStats {
  /** Items sent since the start. */
  sent: number;
  /** Items the receiver will never take. */
  refused: number;
  /** Items given up because too much was waiting. */
  dropped: number;
  /** Items or events that wait. */
  waiting: number;
  /** Why the last try failed; absent after a success. */
  problem?: string;
}
