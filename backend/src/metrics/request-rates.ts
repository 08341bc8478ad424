import { sizeLabel } from './from-events.ts';
import { type OwnMetrics } from './own-metrics.ts';
import { type SpecMetrics } from './spec-metrics.ts';
import { SlidingCount } from './window.ts';

const RATE_MS = 60_000;
const ERROR_MS = 5 * 60_000;

/** What is measured of the requests to this service. Routes are templates, so that ids make no series. */
export class RequestRates {
  readonly #spec: SpecMetrics;
  readonly #own: OwnMetrics;
  readonly #rates = new Map<string, { endpoint: string; method: string; count: SlidingCount }>();
  readonly #all = new SlidingCount(ERROR_MS, Date.now());
  readonly #failed = new SlidingCount(ERROR_MS, Date.now());

  constructor(spec: SpecMetrics, own: OwnMetrics) {
    this.#spec = spec;
    this.#own = own;
  }

  answered(method: string, route: string, status: number, seconds: number, bytes: number, now = Date.now()): void {
    this.#own.httpSeconds.observe({ method, route, status: String(status) }, seconds);
    this.#spec.responseSeconds.observe(
      { operation_type: 'http_request', resource_size: sizeLabel(bytes, [10_000, 100_000, 1_000_000], 'bytes') },
      seconds
    );
    this.#all.add(now);
    this.#failed.add(now, status >= 500 ? 1 : 0);
    const key = `${method} ${route}`;
    let rate = this.#rates.get(key);
    if (!rate) {
      rate = { endpoint: route, method, count: new SlidingCount(RATE_MS, now) };
      this.#rates.set(key, rate);
    }
    rate.count.add(now);
  }

  refresh(now: number): void {
    for (const { endpoint, method, count } of this.#rates.values()) {
      this.#spec.requestRate.set({ endpoint, method }, count.total(now) / (RATE_MS / 1000));
    }
  }

  errorShare(now: number): number | undefined {
    const total = this.#all.total(now);
    return total > 0 ? (this.#failed.total(now) / total) * 100 : undefined;
  }
}
