import { type EngineNotice, type LogRecord, type LogSearch, type Series } from '../../types.ts';
import { originTest } from '../shared/contexts.ts';
import { DAY_MS, MINUTE_MS } from '../shared/days.ts';
import { fieldToken, quoted, wordsOf } from '../shared/words.ts';
import { keyRange, logCandidates } from './log-candidates.ts';
import { logExpression } from './log-expression.ts';
import { TOKENS } from './log-index.ts';
import { type LogReader } from './log-reader.ts';
import { CATEGORIES, CATEGORY_SHIFT, EVENT_SHIFT, PER_MS, SEVERITIES, SEVERITY_MASK } from './schema.ts';

const COMMONEST = SEVERITIES.indexOf('info');
/** Most steps of a histogram; the step is made longer where there would be more. */
const MAX_STEPS = 11_000;

/**
 * Lines per step and severity. Whole minutes of a search by severity, event, category or origin only are read from the counts that are
 * kept at insert; a search that the text index answers alone is counted in it; the rest line by line.
 */
export class LogCounter {
  private readonly search: LogSearch;
  private readonly matches: (log: LogRecord) => boolean;
  private readonly deadline: number;
  private readonly step: number;
  private readonly first: number;
  private readonly counts: Float64Array[];
  private readonly least: number;
  private stoppedAt: number | undefined;

  constructor(search: LogSearch, stepMs: number, matches: (log: LogRecord) => boolean, deadline: number) {
    const { from, to } = search.range;
    this.search = { ...search, order: 'desc' };
    this.matches = matches;
    this.deadline = deadline;
    const step = Math.max(1, Math.ceil(Math.max(stepMs, (to - from) / MAX_STEPS)));
    this.step = step < MINUTE_MS ? step : Math.ceil(step / MINUTE_MS) * MINUTE_MS;
    this.first = Math.floor(from / this.step) * this.step;
    const steps = Math.ceil((to - this.first) / this.step);
    this.counts = SEVERITIES.map(() => new Float64Array(steps));
    this.least = search.severity === undefined ? 0 : SEVERITIES.indexOf(search.severity);
  }

  count(day: LogReader): void {
    if (this.stoppedAt !== undefined) {
      return;
    }
    const { range } = this.search;
    const start = day.day * DAY_MS;
    const from = Math.max(range.from, start);
    const to = Math.min(range.to, start + DAY_MS);
    // The index and the counts know whole milliseconds and minutes; what is left at the edges is counted line by line.
    const unit = this.kept() ? MINUTE_MS : 1;
    const first = Math.ceil(from / unit) * unit;
    const last = Math.floor(to / unit) * unit;
    if (first >= last) {
      if (unit === MINUTE_MS) {
        this.countRows(day, from, to);
      } else {
        this.countLines(day, from, to);
      }
      return;
    }
    if (unit === MINUTE_MS) {
      this.countRows(day, from, first);
      this.countRows(day, last, to);
      this.countMinutes(day, (first - start) / MINUTE_MS, (last - start) / MINUTE_MS - 1);
    } else {
      this.countLines(day, from, first);
      this.countLines(day, last, to);
      if (!this.countIndexed(day, first, last)) {
        this.countLines(day, first, last);
      }
    }
  }

  /** Ascending times, one series per severity that occurs; every step has a number. */
  finish(notices: EngineNotice[]): Series[] {
    if (this.stoppedAt !== undefined) {
      notices.push({
        severity: 'warning',
        text: `Only lines after ${new Date(this.stoppedAt).toISOString()} are counted. Narrow the time range or add a word.`,
      });
    }
    const series: Series[] = [];
    this.counts.forEach((values, severity) => {
      if (values.some((value) => value > 0)) {
        const times = Array.from(values, (_, i) => this.first + i * this.step);
        series.push({ labels: { severity: SEVERITIES[severity]! }, times, values: [...values] });
      }
    });
    return series;
  }

  private add(at: number, severity: number, lines: number): void {
    const values = this.counts[severity];
    const index = Math.floor((at - this.first) / this.step);
    if (values && severity >= this.least && index >= 0 && index < values.length) {
      values[index]! += lines;
    }
  }

  /** True where the counts kept at insert answer the search: they are by event, category and severity, or by origin. */
  private kept(): boolean {
    const { search, filters, traceId, category, eventName } = this.search;
    const plain = wordsOf(search ?? '').length === 0 && filters.length === 0 && traceId === undefined;
    const byHead = category !== undefined || eventName !== undefined;
    return plain && this.step >= MINUTE_MS && !(byHead && originTest(this.search));
  }

  /** Adds up the minutes of the day from `low` to `high`, both included. */
  private countMinutes(day: LogReader, low: number, high: number): void {
    const start = day.day * DAY_MS;
    const origin = originTest(this.search);
    if (origin) {
      const ids = day.contexts.all().filter((context) => origin(context.origin));
      const rows = day.db.prepare(
        'SELECT minute, severity, lines FROM minute_context WHERE context = ? AND minute BETWEEN ? AND ?'
      );
      for (const { id } of ids) {
        for (const row of rows.iterate(id, low, high)) {
          this.add(start + Number(row['minute']) * MINUTE_MS, Number(row['severity']), Number(row['lines']));
        }
      }
      return;
    }
    const asked = this.headTest(day);
    const rows = day.db.prepare('SELECT minute, head, lines FROM minute WHERE minute BETWEEN ? AND ?');
    for (const row of rows.iterate(low, high)) {
      const head = Number(row['head']);
      if (asked(head)) {
        this.add(start + Number(row['minute']) * MINUTE_MS, head & SEVERITY_MASK, Number(row['lines']));
      }
    }
  }

  /** As `countMinutes`, for a part of a minute: from the rows, but without reading what is in them. */
  private countRows(day: LogReader, from: number, to: number): void {
    if (from >= to) {
      return;
    }
    const origin = originTest(this.search);
    const asked = this.headTest(day);
    const [first, last] = keyRange({ from, to }, day.day);
    const rows = day.db.prepare(`SELECT id / ${PER_MS} AS ms, at, head, context FROM log WHERE id BETWEEN ? AND ?`);
    for (const row of rows.iterate(first, last)) {
      const at = row['at'] === null ? day.day * DAY_MS + Number(row['ms']) : Number(row['at']);
      const head = Number(row['head']);
      if (
        at >= from &&
        at < to &&
        asked(head) &&
        (!origin || origin(day.contexts.get(Number(row['context'])).origin))
      ) {
        this.add(at, head & SEVERITY_MASK, 1);
      }
    }
  }

  /** What the search asks of a line's packed fields, severity aside. */
  private headTest(day: LogReader): (head: number) => boolean {
    const { category, eventName } = this.search;
    const event = eventName === undefined ? undefined : (day.eventId(eventName) ?? -1);
    const group = category === undefined ? undefined : CATEGORIES.indexOf(category);
    return (head) =>
      (event === undefined || Math.floor(head / EVENT_SHIFT) === event) &&
      (group === undefined || (Math.floor(head / CATEGORY_SHIFT) & 7) === group);
  }

  /** Counts whole milliseconds in the index where it says everything about the search; false where it does not. */
  private countIndexed(day: LogReader, from: number, to: number): boolean {
    const { match, nothing, exact } = logExpression({ ...this.search, severity: undefined }, day);
    const [first, last] = keyRange({ from, to }, day.day);
    const indexedTo = day.index.indexedTo();
    if ((!nothing && (!exact || match === undefined)) || day.index.lateKeys(first, last).length > 0) {
      return false;
    }
    if (!nothing && match !== undefined) {
      const width = this.step * PER_MS;
      const shift = (day.day * DAY_MS - this.first) * PER_MS;
      const count = day.db
        .prepare(`SELECT (rowid + CAST(?1 AS INTEGER)) / CAST(?2 AS INTEGER) AS step, count(*) AS lines
        FROM words WHERE words MATCH ?3 AND rowid BETWEEN ?4 AND ?5 GROUP BY 1`);
      const each = (expression: string, take: (at: number, lines: number) => void) => {
        for (const row of count.iterate(BigInt(shift), BigInt(width), expression, first, Math.min(last, indexedTo))) {
          take(this.first + Number(row['step']) * this.step, Number(row['lines']));
        }
      };
      // Most lines are of the commonest severity: they are what is left of all when the others are counted.
      const rest = this.least <= COMMONEST;
      if (rest) {
        each(match, (at, lines) => this.add(at, COMMONEST, lines));
      }
      for (let severity = rest ? 0 : this.least; severity < SEVERITIES.length; severity++) {
        if (severity !== COMMONEST) {
          each(`(${match}) AND ${quoted(fieldToken(TOKENS.severity, severity))}`, (at, lines) => {
            this.add(at, severity, lines);
            if (rest) {
              this.add(at, COMMONEST, -lines);
            }
          });
        }
      }
    }
    for (const log of day.scan(Math.max(first, indexedTo + 1), last, this.least, 'desc')) {
      if (this.stop(log.at)) {
        break;
      }
      this.countLine(log);
    }
    return true;
  }

  private countLines(day: LogReader, from: number, to: number): void {
    if (to <= from) {
      return;
    }
    for (const log of logCandidates({ ...this.search, range: { from, to } }, day)) {
      if (this.stop(log.at)) {
        break;
      }
      if (log.at >= from && log.at < to) {
        this.countLine(log);
      }
    }
  }

  private countLine(log: LogRecord): void {
    if (this.matches(log)) {
      this.add(log.at, SEVERITIES.indexOf(log.severity), 1);
    }
  }

  /** True, and remembered, where the time is up. */
  private stop(at: number): boolean {
    if (performance.now() < this.deadline) {
      return false;
    }
    this.stoppedAt ??= at;
    return true;
  }
}
