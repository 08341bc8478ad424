import { type PlannedLog } from './planned.ts';

/** Takes the service's own log lines, as the logger writes them. Lines from before somebody listens are kept, some. */
export class LogLines {
  readonly #early: string[] = [];
  #listener: ((line: string) => void) | undefined;

  write(line: string): void {
    if (this.#listener) {
      this.#listener(line);
    } else if (this.#early.length < 200) {
      this.#early.push(line);
    }
  }

  /** `undefined`: nobody listens, nothing is kept. */
  listen(listener: ((line: string) => void) | undefined): void {
    this.#listener = listener ?? (() => undefined);
    const early = this.#early.splice(0);
    early.forEach((line) => this.write(line));
  }
}

const SEVERITIES: ReadonlyArray<[least: number, severity: PlannedLog['severity']]> = [
  [60, 'fatal'],
  [50, 'error'],
  [40, 'warn'],
  [30, 'info'],
  [20, 'debug'],
  [0, 'trace'],
];

/** A line of pino (secrets are out of it already) as a log record; undefined where it is none. */
export function logOfLine(line: string): PlannedLog | undefined {
  let fields: Record<string, unknown>;
  try {
    fields = JSON.parse(line) as Record<string, unknown>;
  } catch {
    return undefined;
  }
  const { level, time, msg, err, ...rest } = fields;
  const at = typeof time === 'number' ? time : Date.now();
  const error = (err ?? {}) as { type?: unknown; message?: unknown; stack?: unknown };
  const attributes: PlannedLog['attributes'] = { 'event.name': 'service_log' };
  for (const [name, value] of Object.entries(rest)) {
    attributes[name] = ['string', 'number', 'boolean'].includes(typeof value)
      ? (value as string | number | boolean)
      : JSON.stringify(value);
  }
  for (const [name, value] of Object.entries({ type: error.type, message: error.message, stacktrace: error.stack })) {
    if (typeof value === 'string') {
      attributes[`exception.${name}`] = value.slice(0, 4000);
    }
  }
  return {
    at,
    seenAt: at,
    severity: SEVERITIES.find(([least]) => Number(level) >= least)?.[1] ?? 'info',
    body: typeof msg === 'string' ? msg : '',
    attributes,
  };
}
