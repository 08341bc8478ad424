import { type RunConfig } from '../state/types.ts';

/** An executor: the shell command of an attempt, and what can be read from the end of its output. */
export interface Executor {
  name: string;
  command: string;
  /** What the executor itself says of its end. */
  readResult(output: string): ExecutorResult;
}

export interface ExecutorResult {
  costUsd: number;
  session?: string;
  /** It ended with exit code 0 and says that it failed all the same. */
  failed?: string;
}

const NOTHING = (): ExecutorResult => ({ costUsd: 0 });

/** Says what to do in words that hold no part of the task: those come from the environment, quoted by the shell. */
const CLAUDE = `claude -p "Work on Task Master task $TASKMASTER_TASK_ID: $TASKMASTER_TASK_TITLE

$TASKMASTER_TASK_DESCRIPTION

$TASKMASTER_TASK_DETAILS

Test strategy: $TASKMASTER_TEST_STRATEGY

Do only this task. Do not change the status of any task: the caller does." --output-format json < /dev/null`;

/** Task Master's own autopilot on one task, with its test-driven loop. */
const AUTOPILOT = 'task-master autopilot "$TASKMASTER_TASK_ID" < /dev/null';

const BUILT_IN: Record<string, Executor> = {
  claude: { name: 'claude', command: CLAUDE, readResult: readClaude },
  autopilot: { name: 'autopilot', command: AUTOPILOT, readResult: NOTHING },
};

/** A built-in executor by its name; anything else is a shell command. */
export function executorOf(text: string): Executor {
  return BUILT_IN[text] ?? { name: 'command', command: text, readResult: readClaude };
}

export function executorOfRun(config: RunConfig): Executor {
  return BUILT_IN[config.executor] ?? { name: 'command', command: config.command, readResult: readClaude };
}

/**
 * The result Claude Code prints with `--output-format json`: the last line that is an object with `type: "result"`
 * (`is_error`, `total_cost_usd`, `session_id`, `result`). Any command may end with such a line to report cost and session.
 */
export function readClaude(output: string): ExecutorResult {
  const lines = output.split('\n');
  for (let at = lines.length - 1; at >= 0; at--) {
    const line = lines[at]!.trim();
    if (!line.startsWith('{') || !line.includes('"result"')) {
      continue;
    }
    try {
      const result = JSON.parse(line) as Record<string, unknown>;
      if (result.type !== 'result') {
        continue;
      }
      const cost = result.total_cost_usd;
      return {
        costUsd: typeof cost === 'number' && cost >= 0 ? cost : 0,
        ...(typeof result.session_id === 'string' ? { session: result.session_id } : {}),
        ...(result.is_error === true
          ? { failed: String(result.result ?? result.subtype ?? 'it reported an error') }
          : {}),
      };
    } catch {
      // a line that only looks like it
    }
  }
  return NOTHING();
}
