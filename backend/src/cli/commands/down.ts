import { setTimeout as sleep } from 'node:timers/promises';
import { readServiceFile } from '../../service/data-folder.ts';
import { EXIT, ExitError } from '../../service/exit.ts';
import { processMark } from '../../service/process-mark.ts';
import { type ConnectionOptions, dataFolderOf } from '../client.ts';
import { say } from '../output.ts';

const WAIT_MS = 15_000;

/** Ends the service that runs on a data folder; resolves when it is gone. */
export async function down(options: ConnectionOptions): Promise<void> {
  const folder = dataFolderOf(options);
  const running = readServiceFile(folder);
  if (!running) {
    throw new ExitError(EXIT.unavailable, `No service is running on the data folder ${folder}.`);
  }
  process.kill(running.pid, 'SIGTERM');
  const until = Date.now() + WAIT_MS;
  while (Date.now() < until) {
    if (readServiceFile(folder)?.pid !== running.pid && processMark(running.pid) === undefined) {
      say(`The service at ${running.url} has stopped.`);
      return;
    }
    await sleep(50);
  }
  throw new ExitError(EXIT.failed, `The service (process ${running.pid}) was asked to stop and is still running.`);
}
