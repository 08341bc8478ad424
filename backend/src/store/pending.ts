import { type Answer, errorOf } from './protocol.ts';
import { type StoreError } from './types.ts';

interface Waiting {
  resolve(value: unknown): void;
  reject(error: StoreError): void;
}

/** Questions sent to a thread that are not answered yet. */
export class Pending {
  readonly #waiting = new Map<number, Waiting>();
  #next = 1;

  get size(): number {
    return this.#waiting.size;
  }

  /** Sends with a number of its own; resolves or rejects with the answer to it. */
  ask<T>(send: (id: number) => void): Promise<T> {
    const id = this.#next++;
    return new Promise<T>((resolve, reject) => {
      this.#waiting.set(id, { resolve: resolve as (value: unknown) => void, reject });
      try {
        send(id);
      } catch (error) {
        this.#waiting.delete(id);
        reject(error as Error);
      }
    });
  }

  settle(answer: Answer): void {
    const waiting = this.#waiting.get(answer.id);
    this.#waiting.delete(answer.id);
    if ('error' in answer) {
      waiting?.reject(errorOf(answer.error));
    } else {
      waiting?.resolve(answer.value);
    }
  }

  /** The thread is gone: nothing will be answered any more. */
  failAll(error: StoreError): void {
    const all = [...this.#waiting.values()];
    this.#waiting.clear();
    for (const waiting of all) {
      waiting.reject(error);
    }
  }
}
