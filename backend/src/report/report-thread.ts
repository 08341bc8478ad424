import { parentPort, workerData } from 'node:worker_threads';
import { type ReportRequest } from './render-in-thread.ts';
import { renderReport } from './render.ts';

/** One report in a thread of its own: reading a long log and laying out a graph takes longer than an answer may wait. */
const { dataDir, run, format, version } = workerData as ReportRequest;
parentPort!.postMessage(renderReport(dataDir, run, format, version));
