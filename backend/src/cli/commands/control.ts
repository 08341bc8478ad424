import { awaitAnswer, type ControlCommand, sendControl, withdraw } from '../../execution/runner/control-inbox.ts';
import { currentRunner } from '../../execution/runner/lock.ts';
import { membersOf, RUN_VARIABLE } from '../../execution/process/members.ts';
import { endProcesses } from '../../execution/process/kill.ts';
import { EXIT, ExitError } from '../../service/exit.ts';
import { type ConnectionOptions, dataFolderOf } from '../client.ts';
import { clean, say } from '../output.ts';
import { runOf } from './find-run.ts';
import { actor } from './run-here.ts';

export interface ControlOptions extends ConnectionOptions {
  run?: string;
  reason?: string;
  status?: string;
}

const WAIT_MS = 10_000;

/** Gives a command to the run that is running (the newest, or the one named) and prints what came of it. */
export async function controlRun(
  action: ControlCommand['action'],
  taskId: string | undefined,
  options: ControlOptions
): Promise<void> {
  const folder = runOf(dataFolderOf(options), options.run);
  if (!currentRunner(folder.lockFile)) {
    if (action === 'emergency-stop') {
      await endLeftOvers(folder.run);
      return;
    }
    throw new ExitError(
      EXIT.failed,
      `Run ${folder.run} is not running. “taskmaster-observe resume${action === 'retry' ? ' --retry-failed' : ''}” takes it up again.`
    );
  }
  const id = sendControl(folder.controlDir, {
    action,
    actor: actor(),
    ...(taskId === undefined ? {} : { taskId }),
    ...(options.reason === undefined ? {} : { reason: options.reason }),
    ...(options.status === undefined ? {} : { status: options.status }),
  });
  const answer = await awaitAnswer(folder.controlDir, id, WAIT_MS);
  if (!answer) {
    withdraw(folder.controlDir, id);
    if (action === 'emergency-stop') {
      await endLeftOvers(folder.run); // the runner does not answer: its work is ended all the same
      return;
    }
    throw new ExitError(EXIT.temporary, `The run did not answer within ${WAIT_MS / 1000} s; nothing was changed.`);
  }
  if (!answer.ok) {
    throw new ExitError(EXIT.failed, clean(answer.text));
  }
  say(clean(answer.text));
}

/** Ends what a dead or deaf runner left behind. */
async function endLeftOvers(run: string): Promise<void> {
  const marker = `${RUN_VARIABLE}=${run}`;
  const before = membersOf(new Set(), marker).length;
  const left = await endProcesses(new Set(), { marker });
  if (left.length > 0) {
    throw new ExitError(EXIT.failed, `Processes ${left.join(', ')} could not be ended.`);
  }
  say(
    before === 0
      ? `No process of run ${run} is alive.`
      : `${before} processes of run ${run} are ended; “resume” takes it up again.`
  );
}
