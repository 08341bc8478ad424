import { execa } from 'execa';
import { type TaskDefinition } from '#contract/events.ts';
import { SHELL } from './spawn.ts';

const ROLLBACK_MS = 60_000;

/** Runs the rollback command of a run for a task that has failed for good, in the attempt's environment. Rejects where it fails. */
export function rollbackWith(command: string, place: (task: TaskDefinition) => { cwd: string }) {
  return async (task: TaskDefinition, _attempt: number, env: NodeJS.ProcessEnv): Promise<void> => {
    const { exitCode, timedOut, stderr } = await execa(SHELL, ['-c', command], {
      cwd: place(task).cwd,
      env,
      extendEnv: false,
      input: `${JSON.stringify(task)}\n`,
      timeout: ROLLBACK_MS,
      reject: false,
      maxBuffer: 64 * 1024,
    });
    if (timedOut || exitCode !== 0) {
      const what = timedOut ? 'it took longer than a minute' : `exit code ${exitCode}`;
      throw new Error(
        `The rollback of task ${task.taskId} failed (${what})${stderr ? `: ${stderr.slice(-300)}` : ''}.`
      );
    }
  };
}
