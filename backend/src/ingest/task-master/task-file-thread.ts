/** Thread that parses one project's large task file. Its messages are those of reader-host.ts. */
import { parentPort, workerData } from 'node:worker_threads';
import { type HostData, type HostReply, type HostRequest } from './reader-host.ts';
import { TaskFileReader } from './task-file-reader.ts';

const { project, known } = workerData as HostData;
const reader = new TaskFileReader(project, known);

parentPort?.on('message', (request: HostRequest) => {
  const outcome =
    request.kind === 'tasks'
      ? reader.readTasks(request.bytes, request.at)
      : reader.readReport(request.tag, request.bytes, request.at);
  const reply: HostReply = { id: request.id, outcome };
  parentPort?.postMessage(reply);
});
