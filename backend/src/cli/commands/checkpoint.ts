import { CheckpointStore } from '../../execution/checkpoint/store.ts';
import { currentRunner } from '../../execution/runner/lock.ts';
import { listRuns, runFolder } from '../../execution/runner/run-folder.ts';
import { EXIT, ExitError } from '../../service/exit.ts';
import { type ConnectionOptions, dataFolderOf } from '../client.ts';
import { paint, say, table } from '../output.ts';
import { controlRun } from './control.ts';
import { runOf } from './find-run.ts';

export interface CheckpointOptions extends ConnectionOptions {
  run?: string;
  save?: boolean;
  force?: boolean;
  checkpointCopies?: string;
  format?: 'text' | 'json';
}

/** Saves one now. Without a running runner nothing happens that is not in the newest one already. */
export async function saveCheckpoint(options: CheckpointOptions): Promise<void> {
  const folder = runOf(dataFolderOf(options), options.run, options.checkpointCopies);
  if (!currentRunner(folder.lockFile)) {
    throw new ExitError(
      EXIT.failed,
      `Run ${folder.run} is not running; its newest checkpoint is that of its last moment (“checkpoint list”).`
    );
  }
  await controlRun('checkpoint', undefined, { ...options, run: folder.run });
}

/** Every checkpoint of a run, newest first, each copy checked. */
export function listCheckpoints(options: CheckpointOptions): void {
  const folder = runOf(dataFolderOf(options), options.run, options.checkpointCopies);
  const store = new CheckpointStore(folder.targets);
  const found = store
    .ids()
    .reverse()
    .map((id) => store.load(id));
  if (options.format === 'json') {
    const short = found.map(({ id, copies, content }) => ({
      id,
      run: folder.run,
      valid: content !== undefined,
      copies,
      timestamp: content?.timestamp,
      reason: content?.reason,
    }));
    say(JSON.stringify(short, null, 2));
    return;
  }
  say(`Run ${paint('bold', folder.run)}`);
  const rows = found.map(({ id, copies, content }) => [
    content ? paint('green', '✓') : paint('red', '✗'),
    id,
    content?.timestamp ?? '',
    content?.reason ?? '',
    content
      ? `${content.execution_state.completed_tasks.length} done, ${content.execution_state.pending_tasks.length} to do`
      : '',
    copies.map(({ problem }) => (problem === undefined ? 'good' : problem)).join(', '),
  ]);
  table(rows).forEach((line) => say(line));
}

/** The content of one. */
export function showCheckpoint(id: string, options: CheckpointOptions): void {
  const folder = runOf(dataFolderOf(options), options.run, options.checkpointCopies);
  const store = new CheckpointStore(folder.targets);
  const found = id === 'latest' ? store.latest().found : store.load(id);
  if (!found?.content) {
    const why = found?.copies.map(({ target, problem }) => `${target}: ${problem}`).join('; ') ?? 'there is none';
    throw new ExitError(EXIT.data, `Checkpoint ${id} of run ${folder.run} cannot be shown. ${why}.`);
  }
  say(JSON.stringify(found.content, null, 2));
}

/** Checks every copy of every checkpoint. Exit code 1 where a run has none that is good. */
export function verifyCheckpoints(options: CheckpointOptions): void {
  const dataDir = dataFolderOf(options);
  const runs = options.run === undefined ? listRuns(dataDir) : [runOf(dataDir, options.run).run];
  for (const run of runs) {
    const store = new CheckpointStore(runFolder(dataDir, run, options.checkpointCopies).targets);
    const found = store.ids().map((id) => store.load(id));
    const bad = found.flatMap(({ id, copies }) =>
      copies.flatMap(({ target, problem }) => (problem === undefined ? [] : [`${id} in ${target}: ${problem}`]))
    );
    const good = found.filter(({ content }) => content !== undefined).length;
    say(
      `${good > 0 ? paint('green', '✓') : paint('red', '✗')} ${run}: ${good} of ${found.length} checkpoints are good.`
    );
    bad.forEach((line) => say(`    ${line}`));
    if (good === 0) {
      process.exitCode = EXIT.failed;
    }
  }
}
