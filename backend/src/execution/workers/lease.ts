import { setTimeout as sleep } from 'node:timers/promises';

/** Share of a lease after which a worker without it ends its attempts: well before anybody else may take them. */
const OWN_SHARE = 0.7;
/** How often a lease is renewed in its time. */
const RENEWALS = 5;

export interface LeaseOptions {
  ms: number;
  /** Renews it with Redis. Rejects where that could not be done. */
  renew: () => Promise<void>;
  /** Told after each renewal how long it still runs, ms. */
  onRenewed: (ms: number) => void;
}

/** What a worker's right to its attempts hangs on. It holds as long as Redis confirmed it a short while ago. */
export class Lease {
  readonly #options: LeaseOptions;
  #confirmedAt = 0;
  #closed = false;

  constructor(options: LeaseOptions) {
    this.#options = options;
  }

  /** False after a freeze, or without Redis: whatever comes of an attempt then counts for nothing. */
  get holds(): boolean {
    return Date.now() - this.#confirmedAt < this.#options.ms * OWN_SHARE;
  }

  /** Renews until it is closed. */
  async keep(): Promise<void> {
    const { ms } = this.#options;
    while (!this.#closed) {
      await this.renewOnce();
      await sleep(ms / RENEWALS);
    }
  }

  async renewOnce(): Promise<void> {
    const { ms, renew, onRenewed } = this.#options;
    const asked = Date.now();
    const late = AbortSignal.timeout(ms);
    const failed = new Promise<false>((resolve) => late.addEventListener('abort', () => resolve(false)));
    const renewed = await Promise.race([
      renew().then(
        () => true,
        () => false
      ),
      failed,
    ]);
    const left = ms * OWN_SHARE - (Date.now() - asked);
    if (renewed && left > 0) {
      this.#confirmedAt = asked;
      onRenewed(left);
    }
  }

  close(): void {
    this.#closed = true;
  }
}
