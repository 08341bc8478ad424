import { resolve } from 'node:path';
import { resumePlan } from '../../execution/runner/resume-plan.ts';
import { resumeRun } from '../../execution/runner/open-run.ts';
import { restoreRun } from '../../execution/runner/restore.ts';
import { EXIT, ExitError } from '../../service/exit.ts';
import { packageVersion } from '../../util/package-root.ts';
import { dataFolderOf } from '../client.ts';
import { clean, paint, say, warn } from '../output.ts';
import { configOf, endOf, type RunOptions } from './execute.ts';
import { runOf } from './find-run.ts';
import { actor, runHere } from './run-here.ts';

export interface ResumeOptions extends RunOptions {
  fromCheckpoint?: string;
  validate?: boolean;
  dryRun?: boolean;
  retryFailed?: boolean;
  queue?: string;
}

/** Takes a run up again where it was left; with `--validate` says first what that means, with `--dry-run` only that. */
export async function resume(named: string | undefined, options: ResumeOptions): Promise<void> {
  const folder = runOf(dataFolderOf(options), named, options.checkpointCopies);
  const changes = configOf(options);
  if (options.validate || options.dryRun) {
    const plan = await resumePlan(folder, {
      from: options.fromCheckpoint,
      tasksFile: options.queue === undefined ? undefined : resolve(options.queue),
      version: packageVersion(),
    }).catch((error: unknown) => {
      throw new ExitError(EXIT.data, (error as Error).message);
    });
    if (options.format === 'json') {
      say(JSON.stringify(plan, null, 2));
    } else {
      plan.sentences.forEach((line) => say(`  ${clean(line)}`));
    }
    if (!plan.possible) {
      throw new ExitError(EXIT.data, 'This run cannot be resumed as things are.');
    }
    if (options.dryRun) {
      return;
    }
  }
  let state;
  try {
    ({ state } = restoreRun(folder, options.fromCheckpoint));
  } catch (error) {
    throw new ExitError(EXIT.data, (error as Error).message);
  }
  const run = await runHere(options, { ...state.config, ...changes }, (open) => {
    try {
      const resumed = resumeRun(
        {
          run: folder.run,
          actor: actor(),
          config: changes,
          ...(options.retryFailed ? { retryFailed: true } : {}),
          ...(options.fromCheckpoint === undefined ? {} : { from: options.fromCheckpoint }),
          ...(options.queue === undefined ? {} : { tasksFile: resolve(options.queue) }),
        },
        open
      );
      resumed.problems.forEach((problem) => warn(paint('yellow', problem)));
      return resumed;
    } catch (error) {
      throw new ExitError(EXIT.data, (error as Error).message);
    }
  });
  endOf(run);
}
