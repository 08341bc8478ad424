import { type DataFrame, type DataQueryError } from '@grafana/data';
import { Observable, type Subscriber, type Subscription } from 'rxjs';

export interface QuerySpec {
  queryType: string;
  /** Fields of `contract/queries.ts` for this type. */
  query?: object;
  /** Epoch ms or Grafana's relative text (`now-6h`). Absent: the last 24 hours. */
  range?: { from: number | string; to: number | string };
  maxDataPoints?: number;
}

/** What one request answers: the frames of every query by its refId, and the failures. */
export interface BatchAnswer {
  frames: DataFrame[];
  errors: DataQueryError[];
}

export type SendBatch = (
  range: NonNullable<QuerySpec['range']>,
  queries: Array<QuerySpec & { refId: string }>
) => Observable<BatchAnswer>;

export const LAST_DAY = { from: 'now-24h', to: 'now' } as const;

interface Waiting {
  spec: QuerySpec;
  subscriber: Subscriber<DataFrame[]>;
}

interface Batch {
  waiting: Map<string, Waiting>;
  sent: Subscription | undefined;
}

const refIdOf = (index: number) => (index < 26 ? String.fromCharCode(65 + index) : `Q${index}`);

/**
 * Queries of one range that start in the same turn go out in one request. Each gets its own answer or its own failure;
 * one that is no longer wanted is left out, and the request is called off when nobody waits for it.
 */
export class Batcher {
  private readonly send: SendBatch;
  private readonly open = new Map<string, Batch>();

  constructor(send: SendBatch) {
    this.send = send;
  }

  ask(spec: QuerySpec): Observable<DataFrame[]> {
    return new Observable((subscriber) => {
      const range = spec.range ?? LAST_DAY;
      const key = JSON.stringify([range.from, range.to]);
      let batch = this.open.get(key);
      if (!batch) {
        const made: Batch = { waiting: new Map(), sent: undefined };
        batch = made;
        this.open.set(key, made);
        setTimeout(() => {
          this.open.delete(key);
          this.sendOff(range, made);
        }, 0);
      }
      const mine = batch;
      const refId = refIdOf(mine.waiting.size);
      mine.waiting.set(refId, { spec, subscriber });
      return () => {
        const waiting = [...mine.waiting.values()];
        if (waiting.every((one) => one.subscriber.closed)) {
          mine.sent?.unsubscribe();
        }
      };
    });
  }

  private sendOff(range: NonNullable<QuerySpec['range']>, batch: Batch) {
    const wanted = [...batch.waiting].filter(([, { subscriber }]) => !subscriber.closed);
    if (wanted.length === 0) {
      return;
    }
    batch.sent = this.send(
      range,
      wanted.map(([refId, { spec }]) => ({ ...spec, refId }))
    ).subscribe({
      next: ({ frames, errors }) => {
        for (const [refId, { subscriber }] of wanted) {
          const failed = errors.find((error) => error.refId === refId) ?? errors.find((error) => !error.refId);
          if (failed) {
            subscriber.error(failed);
          } else {
            subscriber.next(frames.filter((frame) => frame.refId === refId || (wanted.length === 1 && !frame.refId)));
            subscriber.complete();
          }
        }
      },
      error: (error: unknown) => wanted.forEach(([, { subscriber }]) => subscriber.error(error)),
      complete: () => wanted.forEach(([, { subscriber }]) => subscriber.complete()),
    });
  }
}
