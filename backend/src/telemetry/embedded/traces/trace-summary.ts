/** What a file keeps of a trace beside its spans; a trace over midnight has one in each day's file. */
export interface StoredTrace {
  id: number;
  start: number;
  finish: number;
  spans: number;
  errors: number;
  rootStart: number;
  /** 1 where no span without a parent was seen. */
  rootOrphan: number;
  operation: number;
  context: number;
  /** 1 where the file of the day before or after has spans of it too. */
  split: number;
}

export interface SummarySpan {
  start: number;
  duration: number;
  error: boolean;
  orphan: boolean;
  operation: number;
  context: number;
}

export function emptyTrace(id: number): StoredTrace {
  return {
    id,
    start: Infinity,
    finish: -Infinity,
    spans: 0,
    errors: 0,
    rootStart: Infinity,
    rootOrphan: 1,
    operation: 0,
    context: 0,
    split: 0,
  };
}

/** Counts a span in. The root is the earliest span without a parent, or else the earliest span. */
export function addSpan(trace: StoredTrace, span: SummarySpan): void {
  trace.start = Math.min(trace.start, span.start);
  trace.finish = Math.max(trace.finish, span.start + span.duration);
  trace.spans++;
  trace.errors += span.error ? 1 : 0;
  const orphan = span.orphan ? 1 : 0;
  if (orphan < trace.rootOrphan || (orphan === trace.rootOrphan && span.start < trace.rootStart)) {
    trace.rootOrphan = orphan;
    trace.rootStart = span.start;
    trace.operation = span.operation;
    trace.context = span.context;
  }
}

/** A row of the table `trace`. */
export function storedTrace(row: Record<string, unknown>): StoredTrace {
  return {
    id: Number(row['id']),
    start: Number(row['start']),
    finish: Number(row['finish']),
    spans: Number(row['spans']),
    errors: Number(row['errors']),
    rootStart: Number(row['root_start']),
    rootOrphan: Number(row['root_orphan']),
    operation: Number(row['operation']),
    context: Number(row['context']),
    split: Number(row['split']),
  };
}
