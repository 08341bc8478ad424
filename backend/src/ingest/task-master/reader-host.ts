import { Worker } from 'node:worker_threads';
import { type KnownTask, type ReadOutcome, TaskFileReader } from './task-file-reader.ts';

/** Where the parsing happens: here for small files, in a thread of its own for large ones, so that HTTP answers never wait. */
export interface ReaderHost {
  readTasks(bytes: Uint8Array, at: number): Promise<ReadOutcome>;
  readReport(tag: string, bytes: Uint8Array | undefined, at: number): Promise<ReadOutcome>;
  close(): Promise<void>;
}

/** A larger task file than this (bytes) is parsed in a thread. Half a megabyte takes about 5 ms to parse and compare. */
export const THREAD_FROM_BYTES = 512 * 1024;

export type HostRequest = { id: number } & (
  | { kind: 'tasks'; bytes: Uint8Array; at: number }
  | { kind: 'report'; tag: string; bytes: Uint8Array | undefined; at: number }
);
export interface HostReply {
  id: number;
  outcome: ReadOutcome;
}
export interface HostData {
  project: string;
  known: readonly KnownTask[];
}

export function openReaderHost(project: string, known: readonly KnownTask[], fileBytes: number): ReaderHost {
  return fileBytes > THREAD_FROM_BYTES ? openThread(project, known) : openInline(project, known);
}

function openInline(project: string, known: readonly KnownTask[]): ReaderHost {
  const reader = new TaskFileReader(project, known);
  return {
    readTasks: (bytes, at) => Promise.resolve(reader.readTasks(bytes, at)),
    readReport: (tag, bytes, at) => Promise.resolve(reader.readReport(tag, bytes, at)),
    close: () => Promise.resolve(),
  };
}

function openThread(project: string, known: readonly KnownTask[]): ReaderHost {
  const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
  const workerData: HostData = { project, known };
  const worker = new Worker(new URL(`./task-file-thread.${extension}`, import.meta.url), { workerData });
  worker.unref();
  const waiting = new Map<number, { resolve: (outcome: ReadOutcome) => void; reject: (error: Error) => void }>();
  let failure: Error | undefined;
  let lastId = 0;
  worker.on('message', ({ id, outcome }: HostReply) => {
    waiting.get(id)?.resolve(outcome);
    waiting.delete(id);
    if (waiting.size === 0) {
      worker.unref();
    }
  });
  const fail = (error: Error): void => {
    failure = error;
    for (const { reject } of waiting.values()) {
      reject(error);
    }
    waiting.clear();
  };
  worker.on('error', fail);
  worker.on('exit', () => fail(failure ?? new Error('The thread that reads the task file has ended')));
  const ask = (request: Omit<HostRequest & { kind: 'tasks' }, 'id'> | Omit<HostRequest & { kind: 'report' }, 'id'>) =>
    new Promise<ReadOutcome>((resolve, reject) => {
      if (failure) {
        reject(failure);
        return;
      }
      const id = ++lastId;
      waiting.set(id, { resolve, reject });
      worker.ref();
      worker.postMessage({ ...request, id });
    });
  return {
    readTasks: (bytes, at) => ask({ kind: 'tasks', bytes, at }),
    readReport: (tag, bytes, at) => ask({ kind: 'report', tag, bytes, at }),
    close: async () => {
      await worker.terminate();
    },
  };
}
