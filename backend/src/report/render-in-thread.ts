import { Worker } from 'node:worker_threads';
import { type ReportFormat } from './render.ts';

export interface ReportRequest {
  dataDir: string;
  run: string;
  format: ReportFormat;
  version: string;
}

/** `renderReport` beside the main thread. Rejects with its sentence. */
export async function renderInThread(request: ReportRequest): Promise<string> {
  const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
  const worker = new Worker(new URL(`./report-thread.${extension}`, import.meta.url), { workerData: request });
  try {
    return await new Promise<string>((resolve, reject) => {
      worker.once('message', resolve);
      worker.once('error', reject);
      worker.once('exit', (code) => reject(new Error(`The report ended with code ${code} and without a result.`)));
    });
  } finally {
    await worker.terminate();
  }
}
