import { type EngineReport } from '../telemetry/engines.ts';
import { within } from '../util/within.ts';
import { type PartHealth } from './types.ts';

/** How the servers are, for whoever cannot wait for the thread that asks them. */
export class RemoteHealth {
  readonly #ask: () => Promise<EngineReport[]>;
  readonly #waitMs: number;
  #last: EngineReport[] = [];
  #asking: Promise<EngineReport[]> | undefined;
  #busySince: number | undefined;

  constructor(ask: () => Promise<EngineReport[]>, waitMs: number) {
    this.#ask = ask;
    this.#waitMs = waitMs;
  }

  /** As of now; where the thread does not say within the time, as it said last, with a sentence about the thread. */
  async reports(): Promise<EngineReport[]> {
    const started = Date.now();
    this.#asking ??= this.#ask().finally(() => (this.#asking = undefined));
    const reports = await within(this.#waitMs, this.#asking);
    if (reports) {
      this.#last = reports;
      this.#busySince = undefined;
      return reports;
    }
    this.#busySince ??= started;
    const text = 'The thread that asks servers is busy with one of their answers, and asks nothing meanwhile.';
    const health: PartHealth = { state: 'degraded', text, since: this.#busySince };
    return this.#last.map((report) => ({ ...report, health }));
  }
}
