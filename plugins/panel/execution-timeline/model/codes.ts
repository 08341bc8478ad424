import { STATUS_STYLES, toStatus, type Status } from '../../../shared/status.ts';

/** What a bar stands for. `span` is anything that does not say; a `marker` is a moment, not a stretch. */
export const KINDS = ['run', 'task', 'attempt', 'agent', 'tool', 'marker', 'span'] as const;
export type Kind = (typeof KINDS)[number];

export const KIND_LABELS: Record<Kind, string> = {
  run: 'Run',
  task: 'Task',
  attempt: 'Attempt',
  agent: 'Agent',
  tool: 'Tool call',
  marker: 'Marker',
  span: 'Span',
};

const KIND_CODES = new Map<string, number>(KINDS.map((kind, code) => [kind, code]));

export const RUN = 0;
export const TASK = 1;
export const MARKER = 5;
export const SPAN = 6;

/** The code of a kind as a frame writes it; `span` for anything unknown. */
export function kindCode(value: unknown): number {
  return typeof value === 'string' ? (KIND_CODES.get(value.trim().toLowerCase()) ?? SPAN) : SPAN;
}

/** Statuses from least to most urgent: the index is the code kept per span, so the worse of two is the greater number. */
export const STATUSES = (Object.keys(STATUS_STYLES) as Status[]).sort(
  (a, b) => STATUS_STYLES[a].severity - STATUS_STYLES[b].severity
);

const CODE_BY_STATUS = new Map<Status, number>(STATUSES.map((status, code) => [status, code]));
const CODE_BY_TEXT = new Map<unknown, number>();

export const DONE = statusCode('done');
export const FAILED = statusCode('failed');
export const RUNNING = statusCode('in-progress');
export const UNKNOWN = statusCode('unknown');

/** The severity code of any status text; texts repeat by the hundred thousand, so answers are remembered (bounded). */
export function statusCode(value: unknown): number {
  let code = CODE_BY_TEXT.get(value);
  if (code === undefined) {
    code = CODE_BY_STATUS.get(toStatus(value)) ?? 0;
    if (CODE_BY_TEXT.size < 1000) {
      CODE_BY_TEXT.set(value, code);
    }
  }
  return code;
}

export function statusOf(code: number): Status {
  return STATUSES[code] ?? 'unknown';
}
