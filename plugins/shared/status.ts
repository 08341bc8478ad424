/** The states a node or a bar can be in, and how each is drawn: by colour and by shape, so that colour alone is never needed. */

export type Status =
  'pending' | 'in-progress' | 'review' | 'blocked' | 'done' | 'deferred' | 'cancelled' | 'failed' | 'unknown';

/** Glyph drawn inside the status mark; each differs in outline, not only in colour. */
export type StatusShape = 'ring' | 'play' | 'half' | 'bar' | 'check' | 'dots' | 'slash' | 'cross' | 'question';

export interface StatusStyle {
  label: string;
  shape: StatusShape;
  /** Name of a Grafana visualization colour, resolved with `theme.visualization.getColorByName`. */
  color: string;
  /** How much this state wants attention; the highest wins where one mark stands for several. */
  severity: number;
}

export const STATUS_STYLES: Record<Status, StatusStyle> = {
  failed: { label: 'Failed', shape: 'cross', color: 'red', severity: 8 },
  blocked: { label: 'Blocked', shape: 'bar', color: 'orange', severity: 7 },
  'in-progress': { label: 'In progress', shape: 'play', color: 'blue', severity: 6 },
  review: { label: 'Review', shape: 'half', color: 'purple', severity: 5 },
  unknown: { label: 'Unknown', shape: 'question', color: 'semi-dark-yellow', severity: 4 },
  pending: { label: 'Pending', shape: 'ring', color: '#8e8e99', severity: 3 },
  deferred: { label: 'Deferred', shape: 'dots', color: '#6e7687', severity: 2 },
  cancelled: { label: 'Cancelled', shape: 'slash', color: '#7b7b86', severity: 1 },
  done: { label: 'Done', shape: 'check', color: 'green', severity: 0 },
};

const SYNONYMS: Record<string, Status> = {
  completed: 'done',
  complete: 'done',
  ok: 'done',
  success: 'done',
  finished: 'done',
  running: 'in-progress',
  active: 'in-progress',
  started: 'in-progress',
  todo: 'pending',
  'to-do': 'pending',
  ready: 'pending',
  queued: 'pending',
  unset: 'done',
  error: 'failed',
  failure: 'failed',
  canceled: 'cancelled',
  deprecated: 'cancelled',
  skipped: 'cancelled',
  waiting: 'blocked',
};

/** The nearest known state for any text a frame may carry; `unknown` where nothing fits. */
export function toStatus(value: unknown): Status {
  if (typeof value !== 'string') {
    return 'unknown';
  }
  const key = value
    .trim()
    .toLowerCase()
    .replaceAll(/[\s_]+/g, '-');
  return Object.hasOwn(STATUS_STYLES, key) ? (key as Status) : (SYNONYMS[key] ?? 'unknown');
}

/** The state that matters most among several: used where one pixel or one folded node stands for many. */
export function worstStatus(statuses: Iterable<Status>): Status | undefined {
  let worst: Status | undefined;
  for (const status of statuses) {
    if (worst === undefined || STATUS_STYLES[status].severity > STATUS_STYLES[worst].severity) {
      worst = status;
    }
  }
  return worst;
}
