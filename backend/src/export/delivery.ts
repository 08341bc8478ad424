/** What became of items that were handed over. */
export type Outcome =
  | { kind: 'sent' }
  /** The receiver cannot take them now, or not with these settings: kept and tried again. */
  | { kind: 'later'; problem: string }
  /** The receiver will never take them. */
  | { kind: 'refused'; problem: string };

/** Hands items to a receiver. Never rejects. */
export type Send<T> = (items: readonly T[]) => Promise<Outcome>;

/** The part of an exporter of OpenTelemetry that is used. */
interface Exporter<T> {
  export(items: T, done: (result: { code: number; error?: Error }) => void): void;
}

/** Statuses that say that these very items are wrong. Everything else can be put right without them. */
const REFUSED = new Set([400, 413, 422]);

/** One call of an exporter, and what came of it. The exporter itself repeats what can be repeated, within its time. */
export function sendWith<T>(exporter: Exporter<T>, items: T): Promise<Outcome> {
  return new Promise((resolve) => {
    exporter.export(items, ({ code, error }) => {
      if (code === 0) {
        resolve({ kind: 'sent' });
        return;
      }
      const status = (error as { code?: unknown } | undefined)?.code;
      resolve(
        typeof status === 'number'
          ? { kind: REFUSED.has(status) ? 'refused' : 'later', problem: `answers ${status}` }
          : { kind: 'later', problem: `does not answer (${error?.message ?? 'no reason given'})` }
      );
    });
  });
}
