import { type IngestContext } from '../../ingest/context.ts';
import { decodeSpansJson } from '../../ingest/otlp/spans-json.ts';
import { boundSpan } from '../answers/bounded.ts';
import { checkReach } from '../answers/range.ts';
import { spanMatcher } from '../embedded/traces/span-matcher.ts';
import {
  type EngineNotice,
  type SpanRecord,
  type TimeRange,
  type TraceEngine,
  type TraceSearch,
  type TraceSummary,
} from '../types.ts';
import { type JaegerApi } from './api.ts';
import { LatestFirst } from './latest-first.ts';
import { searchTags } from './search-tags.ts';
import { summaryOf } from './summary.ts';
import { toOtlp } from './to-otlp.ts';

/** Jaeger is asked service by service; without one, these many. */
const MOST_SERVICES = 25;

/** Answers trace searches by asking Jaeger. */
export class JaegerTraces implements TraceEngine {
  readonly #api: JaegerApi;
  readonly #context: IngestContext;

  constructor(api: JaegerApi, context: IngestContext) {
    this.#api = api;
    this.#context = context;
  }

  async search(search: TraceSearch): Promise<{ traces: TraceSummary[]; notices: EngineNotice[] }> {
    const { range, limit, sessions, service } = search;
    const notices: EngineNotice[] = [];
    if (!(range.to > range.from) || sessions?.length === 0) {
      return { traces: [], notices };
    }
    checkReach(range);
    const matches = await spanMatcher(search);
    const services = service === undefined ? await this.#someServices(notices) : [service];
    const walk = new LatestFirst(this.#api, search, (trace) => {
      const spans = timed(this.#decode(toOtlp([trace], { brief: search.filters.length === 0 })));
      const summary = spans[0] && (matches === undefined || spans.some(matches)) ? summaryOf(spans) : undefined;
      return summary && fits(summary, search) ? summary : undefined;
    });
    await Promise.all(services.flatMap((name) => searchTags(search).map((own) => walk.take(name, own))));
    if (walk.spent !== undefined) {
      notices.push({
        severity: 'warning',
        text: `Jaeger has more traces than it gives at once: some that fit may be missing (${walk.spent}). Narrow the time range or name a service.`,
      });
    }
    const traces = [...walk.found.values()].sort((a, b) => b.startAt - a.startAt);
    return { traces: traces.slice(0, limit), notices };
  }

  async trace(traceId: string, limit: number): Promise<{ spans: SpanRecord[]; notices: EngineNotice[] }> {
    const notices: EngineNotice[] = [];
    const { spans: found, cut } = (await this.#fetch(traceId)) ?? { spans: [], cut: false };
    const spans = timed(found);
    if (spans.length < found.length) {
      const text = `${found.length - spans.length} spans are left out: their times cannot be read.`;
      notices.push({ severity: 'warning', text });
    }
    spans.sort((a, b) => a.startAt - b.startAt || b.durationMs - a.durationMs);
    const shown = Math.min(spans.length, limit);
    if (cut) {
      const text = `The trace is larger than an answer may be (maxAnswerMb): of the ${spans.length} spans that came first ${shown} are shown.`;
      notices.push({ severity: 'warning', text });
    } else if (shown < spans.length) {
      notices.push({ severity: 'warning', text: `The trace has ${spans.length} spans; the first ${limit} are shown.` });
    }
    spans.length = shown;
    return { spans: spans.map(boundSpan), notices };
  }

  /** Jaeger keeps names apart from time: all it knows. */
  async services(_range: TimeRange): Promise<string[]> {
    return (await this.#api.services()).sort();
  }

  async operations(_range: TimeRange, service?: string): Promise<string[]> {
    const services = service === undefined ? await this.#someServices([]) : [service];
    const lists = await Promise.all(services.map((name) => this.#api.operations(name)));
    return [...new Set(lists.flat())].sort();
  }

  /** OTLP where the server has it: links keep their attributes, values their kinds. Undefined where there is no such trace. */
  async #fetch(traceId: string): Promise<{ spans: SpanRecord[]; cut: boolean } | undefined> {
    const { traits } = this.#api;
    if (traits.otlp !== false) {
      const found = await this.#api.traceOtlp(traceId, (otlp, cut) => ({ spans: this.#decode(otlp), cut }));
      if (found !== undefined) {
        traits.otlp = true;
        return found;
      }
    }
    if (traits.otlp === true) {
      return undefined;
    }
    const spans = await this.#api.trace(traceId, (trace) => this.#decode(toOtlp([trace])));
    if (spans === undefined) {
      return undefined;
    }
    traits.otlp = false; // v3 did not know what v1 knows
    return { spans, cut: false };
  }

  async #someServices(notices: EngineNotice[]): Promise<string[]> {
    const services = (await this.#api.services()).sort();
    if (services.length > MOST_SERVICES) {
      notices.push({
        severity: 'warning',
        text: `Jaeger is asked service by service: ${MOST_SERVICES} of ${services.length} were asked. Name a service.`,
      });
      services.length = MOST_SERVICES;
    }
    return services;
  }

  /** Spans whose times cannot be read have none: NaN. */
  #decode(otlp: unknown): SpanRecord[] {
    return decodeSpansJson(otlp, Number.NaN, this.#context).spans.map(({ record }) => record);
  }
}

/** Those that have a time; their events that have none happened when they began. */
function timed(spans: SpanRecord[]): SpanRecord[] {
  const good = spans.filter(({ startAt }) => !Number.isNaN(startAt));
  for (const { events, startAt } of good) {
    for (const event of events) {
      event.at = Number.isNaN(event.at) ? startAt : event.at;
    }
  }
  return good;
}

function fits(summary: TraceSummary, search: TraceSearch): boolean {
  const { minDurationMs = 0, maxDurationMs = Infinity, errorsOnly = false } = search;
  return (
    summary.durationMs >= minDurationMs && summary.durationMs <= maxDurationMs && (!errorsOnly || summary.errors > 0)
  );
}
