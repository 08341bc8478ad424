import {
  EngineError,
  type EngineNotice,
  type LogEngine,
  type LogSearch,
  type Series,
  type StoredLog,
} from '../../types.ts';
import { dayOf } from '../shared/days.ts';
import { type ReaderFiles } from '../shared/reader-files.ts';
import { logCandidates } from './log-candidates.ts';
import { LogCounter } from './log-histogram.ts';
import { logMatcher } from './log-matcher.ts';
import { type LogReader } from './log-reader.ts';

/** A search that finds too little gives up after this long and says so. */
const SCAN_MS = 2000;
/** Lines looked at between two glances at the clock. */
const GLANCE = 1024;

/** Answers log searches from the embedded files. */
export class EmbeddedLogs implements LogEngine {
  private readonly files: ReaderFiles<LogReader>;

  constructor(files: ReaderFiles<LogReader>) {
    this.files = files;
  }

  async search(search: LogSearch): Promise<{ logs: StoredLog[]; notices: EngineNotice[] }> {
    const matches = await logMatcher(search);
    const notices: EngineNotice[] = [];
    const logs: StoredLog[] = [];
    const deadline = performance.now() + SCAN_MS;
    let looked = 0;
    for (const day of this.days(search)) {
      if (logs.length >= search.limit) {
        break;
      }
      this.files.read(day, notices, (own) => {
        for (const log of logCandidates(search, own)) {
          if (matches(log) && logs.push(log) >= search.limit) {
            break;
          }
          if (++looked % GLANCE === 0 && performance.now() > deadline) {
            notices.push({
              severity: 'warning',
              text: `The search was stopped after ${SCAN_MS / 1000} s at ${new Date(log.at).toISOString()}. Narrow the time range or add a word.`,
            });
            break;
          }
        }
      });
      if (performance.now() > deadline) {
        break;
      }
    }
    const sign = search.order === 'asc' ? 1 : -1;
    return { logs: logs.sort((a, b) => (a.at - b.at) * sign), notices };
  }

  async histogram(search: LogSearch, stepMs: number): Promise<{ series: Series[]; notices: EngineNotice[] }> {
    if (!(search.range.to > search.range.from)) {
      throw new EngineError('The time range is empty: its end must be after its beginning.', 'downstream', 400);
    }
    const notices: EngineNotice[] = [];
    const counter = new LogCounter(search, stepMs, await logMatcher(search), performance.now() + SCAN_MS);
    for (const day of this.days({ ...search, order: 'desc' })) {
      this.files.read(day, notices, (own) => counter.count(own));
    }
    return { series: counter.finish(notices), notices };
  }

  /** Days of the range that have a file, in the search's order. */
  private days({ range, order }: LogSearch): number[] {
    const days = range.to > range.from ? this.files.list(dayOf(range.from), dayOf(range.to)) : [];
    return order === 'asc' ? days : days.reverse();
  }
}
