import {
  type EngineNotice,
  type SpanRecord,
  type TimeRange,
  type TraceEngine,
  type TraceSearch,
  type TraceSummary,
} from '../../types.ts';
import { dayOf } from '../shared/days.ts';
import { type ReaderFiles } from '../shared/reader-files.ts';
import { spanMatcher } from './span-matcher.ts';
import { traceCandidates } from './trace-candidates.ts';
import { type TraceReader } from './trace-reader.ts';
import { type StoredTrace } from './trace-summary.ts';

/** A search that finds too little gives up after this long and says so. */
const SCAN_MS = 2000;

/** Answers trace searches from the embedded files. */
export class EmbeddedTraces implements TraceEngine {
  private readonly files: ReaderFiles<TraceReader>;

  constructor(files: ReaderFiles<TraceReader>) {
    this.files = files;
  }

  async search(search: TraceSearch): Promise<{ traces: TraceSummary[]; notices: EngineNotice[] }> {
    const matches = await spanMatcher(search);
    const notices: EngineNotice[] = [];
    const found = new Map<string, TraceSummary>();
    const deadline = performance.now() + SCAN_MS;
    for (const day of this.days(search.range).reverse()) {
      if (found.size >= search.limit) {
        break;
      }
      this.files.read(day, notices, (own) => {
        for (const candidate of traceCandidates(search, own, matches)) {
          if (candidate && !found.has(candidate[0])) {
            const summary = this.summary(candidate, day, own, notices);
            if (summary && fits(summary, search)) {
              found.set(summary.traceId, summary);
            }
          }
          if (found.size >= search.limit) {
            break;
          }
          if (performance.now() > deadline) {
            notices.push({
              severity: 'warning',
              text: `The search was stopped after ${SCAN_MS / 1000} s. Narrow the time range or name a service and an operation.`,
            });
            break;
          }
        }
      });
      if (performance.now() > deadline) {
        break;
      }
    }
    return { traces: [...found.values()].sort((a, b) => b.startAt - a.startAt), notices };
  }

  trace(traceId: string, limit: number): Promise<{ spans: SpanRecord[]; notices: EngineNotice[] }> {
    const notices: EngineNotice[] = [];
    const spans: SpanRecord[] = [];
    for (const day of this.files.folder.list()) {
      this.files.read(day, notices, (own) => {
        const trace = own.find(traceId);
        for (const span of trace ? own.spans(trace, traceId) : []) {
          spans.push(span);
        }
      });
    }
    spans.sort((a, b) => a.startAt - b.startAt || b.durationMs - a.durationMs);
    if (spans.length > limit) {
      notices.push({ severity: 'warning', text: `The trace has ${spans.length} spans; the first ${limit} are shown.` });
      spans.length = limit;
    }
    return Promise.resolve({ spans, notices });
  }

  services(range: TimeRange): Promise<string[]> {
    return Promise.resolve(this.names(range, (one) => one.service));
  }

  operations(range: TimeRange, service?: string): Promise<string[]> {
    return Promise.resolve(
      this.names(range, (one) => (service === undefined || one.service === service ? one.name : ''))
    );
  }

  private names(range: TimeRange, nameOf: (one: { service: string; name: string }) => string): string[] {
    const names = new Set<string>();
    for (const day of this.days(range)) {
      for (const operation of this.files.read(day, [], (own) => own.operations()) ?? []) {
        names.add(nameOf(operation));
      }
    }
    names.delete('');
    return [...names].sort();
  }

  /** A trace's summary; where it has spans on the day before or after, joined with what those know. */
  private summary(
    [traceId, found]: [string, StoredTrace],
    day: number,
    here: TraceReader,
    notices: EngineNotice[]
  ): TraceSummary | undefined {
    let joined: StoredTrace | undefined;
    let root: { trace: StoredTrace; own: TraceReader } | undefined;
    const add = (trace: StoredTrace, own: TraceReader) => {
      joined = joined ? join(joined, trace) : trace;
      if (!root || trace.rootOrphan < root.trace.rootOrphan) {
        root = { trace, own };
      }
    };
    if (found.split === 0) {
      add(found, here);
    } else {
      for (const near of [day - 1, day, day + 1]) {
        this.files.read(near, notices, (own) => {
          const trace = own.find(traceId);
          if (trace) {
            add(trace, own);
          }
        });
      }
    }
    if (!joined || !root) {
      return undefined;
    }
    const { start, finish, spans, errors }: StoredTrace = joined;
    const operation = root.own.operation(root.trace.operation);
    return {
      traceId,
      rootName: operation.name,
      rootService: operation.service,
      startAt: start,
      durationMs: finish - start,
      spans,
      errors,
      origin: root.own.contexts.get(root.trace.context).origin,
    };
  }

  private days(range: TimeRange): number[] {
    // Traces that began the day before may still be going on.
    return range.to > range.from ? this.files.list(dayOf(range.from) - 1, dayOf(range.to)) : [];
  }
}

function join(a: StoredTrace, b: StoredTrace): StoredTrace {
  return {
    ...a,
    start: Math.min(a.start, b.start),
    finish: Math.max(a.finish, b.finish),
    spans: a.spans + b.spans,
    errors: a.errors + b.errors,
  };
}

function fits(summary: TraceSummary, search: TraceSearch): boolean {
  const { minDurationMs = 0, maxDurationMs = Infinity, errorsOnly = false } = search;
  return (
    summary.durationMs >= minDurationMs && summary.durationMs <= maxDurationMs && (!errorsOnly || summary.errors > 0)
  );
}
