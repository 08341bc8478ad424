import { type IngestContext } from '../../ingest/context.ts';
import { decodeLogsJson } from '../../ingest/otlp/logs-json.ts';
import { logMatcher } from '../embedded/logs/log-matcher.ts';
import { SEVERITIES } from '../embedded/logs/schema.ts';
import {
  EngineError,
  type EngineNotice,
  type LogEngine,
  type LogSearch,
  type Series,
  type StoredLog,
} from '../types.ts';
import { boundLog } from '../answers/bounded.ts';
import { checkReach } from '../answers/range.ts';
import { objectAt, OddAnswer } from '../answers/shape.ts';
import { type ElasticApi } from './api.ts';
import { type KnownFields } from './fields.ts';
import { type ElasticHit } from './hits.ts';
import { fieldsOf, type LogQuery, logQuery, severityBetween } from './query.ts';
import { toOtlp } from './to-otlp.ts';

/** Elasticsearch's own bound on how deep one may page (index.max_result_window). */
const WINDOW = 10_000;
/** Lines asked for at once where not all that come will fit. */
const PAGE = 2000;
const MOST_STEPS = 10_000;
const MINUTE_MS = 60_000;

/** Answers log searches by asking Elasticsearch or OpenSearch. */
export class ElasticLogs implements LogEngine {
  readonly #api: ElasticApi;
  readonly #context: IngestContext;

  constructor(api: ElasticApi, context: IngestContext) {
    this.#api = api;
    this.#context = context;
  }

  async search(search: LogSearch): Promise<{ logs: StoredLog[]; notices: EngineNotice[] }> {
    const notices: EngineNotice[] = [];
    if (!(search.range.to > search.range.from) || search.sessions?.length === 0) {
      return { logs: [], notices };
    }
    checkReach(search.range);
    const matches = await logMatcher(search);
    const built = logQuery(search, await this.#fields(search));
    const logs: StoredLog[] = [];
    const wanted = Math.min(search.limit, WINDOW);
    const { timeoutMs } = this.#api.upstream.options;
    const until = Date.now() + timeoutMs;
    let timeless = 0;
    let wide = false;
    for (let from = 0; logs.length < wanted;) {
      const size = Math.min(built.exact ? wanted : PAGE, WINDOW - from);
      if (size <= 0 || (from > 0 && Date.now() >= until)) {
        const why = size <= 0 ? 'as many as Elasticsearch pages' : `then ${timeoutMs / 1000} s were over`;
        const text = `${from} lines were looked through, ${why}. Narrow the time range or add a word.`;
        notices.push({ severity: 'warning', text });
        break;
      }
      const came = await this.#page(search, built, { from, size }, notices, (hit) => {
        const { log, cut } = logs.length < wanted ? this.#decode(hit) : {};
        if (log && Number.isNaN(log.at)) {
          timeless++;
        } else if (log && matches(log)) {
          wide ||= cut === true;
          logs.push(boundLog(log));
        }
      });
      if (came < size) {
        break;
      }
      from += size;
    }
    if (timeless > 0) {
      notices.push({ severity: 'warning', text: `${timeless} lines are left out: their @timestamp cannot be read.` });
    }
    if (wide) {
      notices.push({ severity: 'warning', text: 'Lines with more than 1,000 fields are shown without the others.' });
    }
    const sign = search.order === 'asc' ? 1 : -1;
    return { logs: logs.sort((a, b) => (a.at - b.at) * sign), notices };
  }

  async histogram(search: LogSearch, stepMs: number): Promise<{ series: Series[]; notices: EngineNotice[] }> {
    const { from, to } = search.range;
    if (!(to > from)) {
      throw new EngineError('The time range is empty: its end must be after its beginning.', 'downstream', 400);
    }
    checkReach(search.range);
    const exact = Math.max(1, Math.ceil(Math.max(stepMs, (to - from) / MOST_STEPS)));
    const step = exact < MINUTE_MS ? exact : Math.ceil(exact / MINUTE_MS) * MINUTE_MS;
    const grid: Steps = { first: Math.floor(from / step) * step, step, to };
    if (search.sessions?.length === 0) {
      return { series: [], notices: [] };
    }
    const fields = await this.#fields(search);
    const built = logQuery(search, fields);
    if (built.exact) {
      return this.#counted(built, fields, grid);
    }
    // What the server cannot decide is counted here, as far as it lets us page.
    const { logs, notices } = await this.search({ ...search, order: 'desc', limit: WINDOW });
    const counts = SEVERITIES.map(() => new Map<number, number>());
    for (const { at, severity } of logs) {
      const own = counts[SEVERITIES.indexOf(severity)];
      const key = Math.floor(at / step) * step;
      own?.set(key, (own.get(key) ?? 0) + 1);
    }
    return { series: seriesOf(counts, grid), notices };
  }

  async #fields(search: LogSearch): Promise<KnownFields> {
    const { asked, wanted } = fieldsOf(search);
    return this.#api.fields(asked, wanted);
  }

  async #counted(
    built: LogQuery,
    fields: KnownFields,
    grid: Steps
  ): Promise<{ series: Series[]; notices: EngineNotice[] }> {
    const notices: EngineNotice[] = [];
    const filters = Object.fromEntries(SEVERITIES.map((name, i) => [name, severityBetween(i, i, fields)]));
    const search = {
      size: 0,
      query: built.query,
      aggs: {
        steps: {
          date_histogram: { field: '@timestamp', fixed_interval: `${grid.step}ms`, min_doc_count: 1 },
          aggs: { severity: { filters: { filters } } },
        },
      },
    };
    const counts = SEVERITIES.map(() => new Map<number, number>());
    await this.#api.read(search, ({ buckets, partial }) => {
      this.#note(partial, notices);
      const steps = buckets.get('steps') ?? [];
      if (steps.length > MOST_STEPS + 1) {
        throw new OddAnswer(`${steps.length} buckets where ${MOST_STEPS + 1} were asked for at most`);
      }
      for (const bucket of steps) {
        const { key, severity } = objectAt(bucket, 'a bucket');
        const own = objectAt(objectAt(severity, 'severity')['buckets'], 'buckets of severity');
        SEVERITIES.forEach((name, i) => {
          const { doc_count: count } = objectAt(own[name], `bucket ${name}`);
          if (typeof count === 'number' && count > 0) {
            counts[i]!.set(typeof key === 'number' ? key : Number.NaN, count);
          }
        });
      }
    });
    return { series: seriesOf(counts, grid), notices };
  }

  /** How many lines came; `take` gets each. */
  async #page(
    search: LogSearch,
    { query }: LogQuery,
    page: { from: number; size: number },
    notices: EngineNotice[],
    take: (hit: ElasticHit) => void
  ): Promise<number> {
    const sort = [{ '@timestamp': { order: search.order, unmapped_type: 'date' } }];
    return this.#api.read({ query, sort, ...page, track_total_hits: false }, ({ hits, partial }) => {
      this.#note(partial, notices);
      hits.forEach(take);
      return hits.length;
    });
  }

  #note(partial: boolean, notices: EngineNotice[]): void {
    const text = `Incomplete: parts of ${this.#api.upstream.place} did not answer in time.`;
    if (partial && !notices.some((notice) => notice.text === text)) {
      notices.push({ severity: 'warning', text });
    }
  }

  /** A line whose time cannot be read has none: NaN. */
  #decode(hit: ElasticHit): { log?: StoredLog; cut?: boolean } {
    const { request, cut } = toOtlp(hit);
    const record = decodeLogsJson(request, Number.NaN, this.#context).logs[0]?.record;
    return record ? { log: { ...record, key: `${hit.index}/${hit.id}`.toWellFormed() }, cut } : {};
  }
}

interface Steps {
  first: number;
  step: number;
  to: number;
}

/** One series per severity that occurs; every step has a number. */
function seriesOf(counts: ReadonlyArray<ReadonlyMap<number, number>>, { first, step, to }: Steps): Series[] {
  const times = Array.from({ length: Math.ceil((to - first) / step) }, (_, i) => first + i * step);
  return counts.flatMap((own, i) =>
    own.size === 0 ? [] : [{ labels: { severity: SEVERITIES[i]! }, times, values: times.map((at) => own.get(at) ?? 0) }]
  );
}
