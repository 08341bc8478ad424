import { type Metrics } from '../metrics/metrics.ts';
import { readState } from '../metrics/state-file.ts';
import { type Store } from '../store/types.ts';

const PAGE = 2000;
/** More than this since the last saved state is not counted again: the counters then begin where the state was. */
const MOST = 500_000;

/**
 * Brings the counters to where they were: the saved state, then what the journal has since. From then on they count what
 * is committed. Resolves with the way to stop.
 */
export async function countFromJournal(metrics: Metrics, store: Store, stateFile: string): Promise<() => void> {
  const state = await readState(stateFile);
  const { seq: last } = await store.append([]);
  if (state && state.seq <= last) {
    metrics.restore(state);
  }
  if (last - metrics.seq > MOST) {
    metrics.skipTo(last);
  }
  let newest = last;
  let current = false;
  const stop = store.onEvents((events) => {
    newest = Math.max(newest, events.at(-1)?.seq ?? 0);
    if (current) {
      metrics.count(events);
    }
  });
  while (!current) {
    const before = newest;
    const page = await store.eventsSince(metrics.seq, PAGE);
    metrics.count(page);
    current = page.length === 0 && newest === before; // nothing was committed while the journal was read
  }
  return stop;
}
