import workerSource from './layout.worker.ts?inline-worker';
import { runLayout } from './layout-graph.ts';
import { BROWSER_TOOLS, runSliced } from './sliced.ts';
import type { LayoutInput, LayoutResult } from './types.ts';
import type { LayoutReply, LayoutRequest } from './worker-protocol.ts';

/** Graphs this small are laid out at once, in a few milliseconds: quicker than a message to a worker and back. */
const AT_ONCE = 120;
/** A worker that has not reported by then is taken for refused, milliseconds. */
const READY_TIMEOUT = 5_000;

export interface LayoutRunner {
  /** Resolves with null when a later request took its place before it began. Rejects only if the layout itself fails. */
  run: (input: LayoutInput) => Promise<LayoutResult | null>;
  dispose: () => void;
}

interface Waiting {
  id: number;
  input: LayoutInput;
  resolve: (result: LayoutResult | null) => void;
  reject: (error: Error) => void;
}

/**
 * Lays graphs out off the page's thread in a worker made from a blob, or in slices on it where the page's policy
 * refuses blob workers. Only the latest request counts; one that is overtaken before it starts costs nothing.
 */
export function createLayoutRunner(): LayoutRunner {
  let counter = 0;
  let disposed = false;
  let running: Waiting | null = null;
  let next: Waiting | null = null;
  let worker: Worker | null = null;
  let ready = false;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const finish = (id: number, settle: (waiting: Waiting) => void): void => {
    if (running?.id === id) {
      const done = running;
      running = null;
      settle(done);
      start();
    }
  };
  const fallBack = (): void => {
    clearTimeout(timer);
    worker?.terminate();
    worker = null;
    if (running !== null) {
      slice(running);
    }
  };
  const slice = (waiting: Waiting): void => {
    runSliced(waiting.input, BROWSER_TOOLS, () => disposed).then(
      (result) => finish(waiting.id, (done) => done.resolve(result)),
      (error: Error) => finish(waiting.id, (done) => done.reject(error))
    );
  };
  const start = (): void => {
    running = next;
    next = null;
    if (running === null) {
      return;
    }
    if (worker === null) {
      slice(running);
    } else {
      const request: LayoutRequest = { id: running.id, input: running.input };
      worker.postMessage(request);
    }
  };
  worker = startWorker();
  if (worker !== null) {
    timer = setTimeout(fallBack, READY_TIMEOUT);
    worker.onmessage = ({ data }: MessageEvent<LayoutReply>) => {
      if (data.type === 'ready') {
        ready = true;
        clearTimeout(timer);
      } else if (data.type === 'done') {
        finish(data.id, (done) => done.resolve(data.result));
      } else {
        finish(data.id, (done) => done.reject(new Error(data.message)));
      }
    };
    // A policy that refuses the blob is told by an error event in some browsers, by an exception in others.
    worker.onerror = (event) => {
      event.preventDefault();
      if (!ready) {
        fallBack();
      } else if (running !== null) {
        finish(running.id, (done) => done.reject(new Error(event.message || 'The layout worker stopped.')));
      }
    };
  }

  return {
    run: (input) => {
      const id = ++counter;
      if (input.count <= AT_ONCE && running === null) {
        return Promise.resolve(runLayout(input));
      }
      return new Promise((resolve, reject) => {
        next?.resolve(null);
        next = { id, input, resolve, reject };
        if (running === null) {
          start();
        }
      });
    },
    dispose: () => {
      disposed = true;
      clearTimeout(timer);
      worker?.terminate();
      running?.resolve(null);
      next?.resolve(null);
      running = next = null;
      worker = null;
    },
  };
}

function startWorker(): Worker | null {
  if (typeof Worker === 'undefined' || typeof workerSource !== 'string' || workerSource === '') {
    return null;
  }
  let url: string | undefined;
  try {
    url = URL.createObjectURL(new Blob([workerSource], { type: 'text/javascript' }));
    return new Worker(url);
  } catch {
    return null;
  } finally {
    if (url !== undefined) {
      // The worker has begun to load it; the entry itself is no longer needed once it has.
      const used = url;
      setTimeout(() => URL.revokeObjectURL(used), READY_TIMEOUT);
    }
  }
}
