import { type EngineNotice, type LogRecord, type LogSearch, type Series } from '../../types.ts';
import { originTest } from '../shared/contexts.ts';
import { DAY_MS, MINUTE_MS } from '../shared/days.ts';
import { fieldToken, quoted, wordsOf } from '../shared/words.ts';
import { keyRange, logCandidates } from './log-candidates.ts';
import { logExpression } from './log-expression.ts';
import { TOKENS } from './log-index.ts';
import { type LogReader } from './log-reader.ts';
import { PER_MS, SEVERITIES } from './schema.ts';

/** Most steps of a histogram; the step is made longer where there would be more. */
const MAX_STEPS = 11_000;

/**
 * Lines per step and severity. Whole minutes of a search by severity or origin only are read from the counts that are
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
    const { search } = this;
    const plain =
      wordsOf(search.search ?? '').length === 0 &&
      search.filters.length === 0 &&
      search.category === undefined &&
      search.eventName === undefined &&
      search.traceId === undefined;
    if (plain && this.step >= MINUTE_MS) {
      this.countMinutes(day);
    } else if (!this.countIndexed(day)) {
      this.countLines(day, search);
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

  /** Whole minutes from the kept counts, the rest of the range line by line. */
  private countMinutes(day: LogReader): void {
    const { range } = this.search;
    const start = day.day * DAY_MS;
    const from = Math.max(range.from, start);
    const to = Math.min(range.to, start + DAY_MS);
    const first = Math.ceil(from / MINUTE_MS) * MINUTE_MS;
    const last = Math.floor(to / MINUTE_MS) * MINUTE_MS;
    if (first >= last) {
      this.countLines(day, { ...this.search, range: { from, to } });
      return;
    }
    this.countLines(day, { ...this.search, range: { from, to: first } });
    this.countLines(day, { ...this.search, range: { from: last, to } });
    const low = (first - start) / MINUTE_MS;
    const high = (last - start) / MINUTE_MS - 1;
    const origin = originTest(this.search);
    const contexts = origin && day.contexts.all().filter((context) => origin(context.origin));
    const rows = contexts
      ? day.db
          .prepare(
            `SELECT minute, severity, sum(lines) AS lines FROM minute_context WHERE minute BETWEEN ? AND ?
             AND context IN (SELECT value FROM json_each(?)) GROUP BY minute, severity`
          )
          .iterate(low, high, JSON.stringify(contexts.map(({ id }) => id)))
      : day.db.prepare('SELECT minute, severity, lines FROM minute WHERE minute BETWEEN ? AND ?').iterate(low, high);
    for (const row of rows) {
      this.add(start + Number(row['minute']) * MINUTE_MS, Number(row['severity']), Number(row['lines']));
    }
  }

  /** Counts in the index where it says everything about the search. Returns false where it does not. */
  private countIndexed(day: LogReader): boolean {
    const { match, nothing, exact } = logExpression({ ...this.search, severity: undefined }, day);
    const { from, to } = this.search.range;
    const whole = Number.isInteger(from) && Number.isInteger(to);
    const [first, last] = keyRange(this.search, day.day);
    const indexedTo = day.index.indexedTo();
    if (!whole || (!nothing && (!exact || match === undefined)) || day.index.lateKeys(first, last).length > 0) {
      return false;
    }
    const start = day.day * DAY_MS;
    if (!nothing && match !== undefined) {
      const width = this.step * PER_MS;
      const shift = (start - this.first) * PER_MS;
      const count = day.db
        .prepare(`SELECT (rowid + CAST(?1 AS INTEGER)) / CAST(?2 AS INTEGER) AS step, count(*) AS lines
        FROM words WHERE words MATCH ?3 AND rowid BETWEEN ?4 AND ?5 GROUP BY 1`);
      for (let severity = this.least; severity < SEVERITIES.length; severity++) {
        const both = `(${match}) AND ${quoted(fieldToken(TOKENS.severity, severity))}`;
        for (const row of count.iterate(BigInt(shift), BigInt(width), both, first, Math.min(last, indexedTo))) {
          this.add(this.first + Number(row['step']) * this.step, severity, Number(row['lines']));
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

  private countLines(day: LogReader, search: LogSearch): void {
    if (search.range.to <= search.range.from) {
      return;
    }
    for (const log of logCandidates(search, day)) {
      if (this.stop(log.at)) {
        break;
      }
      if (log.at >= search.range.from && log.at < search.range.to) {
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
