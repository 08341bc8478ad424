/** What the load generator is told, and what it tells. */

export interface ViewersAsked {
  url: string;
  viewers: number;
  refreshMs: number;
  /** Refreshes that are not counted: connections are made, threads started. */
  warmMs: number;
  measuredMs: number;
}

export interface ViewersSaw {
  /** Of each panel's request and of each whole refresh, ms: nearest-rank quantiles. */
  panel: { p50: number; p95: number; p99: number };
  dashboard: { p50: number; p95: number; p99: number };
  requests: number;
  refreshes: number;
  /** Refreshes that began late because the one before was not over. */
  late: number;
  bytes: number;
  problem?: string;
}
