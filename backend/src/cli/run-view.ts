import { formatDuration } from '../config/duration.ts';
import { type Runner } from '../execution/runner/runner.ts';
import { type RunRecord } from '../execution/state/records.ts';
import { type RunState } from '../execution/state/types.ts';
import { bar, clean, paint, say } from './output.ts';

/** What a person sees of a run: a line for everything that happens, and on a terminal a few lines below them that are drawn anew. */
export interface RunView {
  record(record: RunRecord, state: RunState): void;
  note(line: string): void;
  follow(runner: Runner): void;
  end(): void;
}

const DRAW_MS = 500;
/** Lines that come within this time are written together: writing to a terminal or a file holds everything else up. */
const GATHER_MS = 40;
const MOST_RUNNING = 6;
const MOST_TITLE = 60;

export function startRunView({ json, plain }: { json: boolean; plain: boolean }): RunView {
  let runner: Runner | undefined;
  let drawn = 0;
  let timer: NodeJS.Timeout | undefined;
  const wipe = () => {
    if (drawn > 0) {
      process.stdout.write(`\u001b[${drawn}A\u001b[J`);
      drawn = 0;
    }
  };
  const draw = () => {
    wipe();
    if (runner && !plain && !json) {
      const lines = footer(runner, Date.now(), process.stdout.columns ?? 80);
      process.stdout.write(`${lines.join('\n')}\n`);
      drawn = lines.length;
    }
  };
  let gathered: string[] = [];
  let flushing: NodeJS.Timeout | undefined;
  const flush = () => {
    clearTimeout(flushing);
    flushing = undefined;
    if (gathered.length > 0) {
      wipe();
      say(gathered.join('\n'));
      gathered = [];
      draw();
    }
  };
  const print = (line: string) => {
    gathered.push(line);
    if (runner) {
      flushing ??= setTimeout(flush, GATHER_MS); // before that the heading of the run is not said yet
    }
  };
  const titleOf = (taskId: string): string => {
    const graph = runner?.plan?.graph;
    const title = graph?.items[graph.byId.get(taskId) ?? -1]?.title;
    return title === undefined ? '' : ` ${paint('gray', shortened(title))}`;
  };
  return {
    record(record, state) {
      if (json) {
        print(JSON.stringify(record));
        return;
      }
      const line = lineOf(record, state, titleOf);
      if (line !== undefined) {
        print(`${paint('gray', new Date(record.at).toLocaleTimeString('en-GB'))} ${line}`);
      }
    },
    note(line) {
      print(json ? JSON.stringify({ type: 'note', at: Date.now(), text: line }) : line);
    },
    follow(what) {
      runner = what;
      flush();
      if (!plain && !json) {
        timer = setInterval(draw, DRAW_MS);
        timer.unref();
        draw();
      }
    },
    end() {
      clearInterval(timer);
      flush();
      wipe();
    },
  };
}

function shortened(title: string): string {
  const text = clean(title);
  return text.length > MOST_TITLE ? `${text.slice(0, MOST_TITLE - 1)}…` : text;
}

function lineOf(record: RunRecord, state: RunState, titleOf: (taskId: string) => string): string | undefined {
  switch (record.type) {
    case 'attempt.started':
      return `${paint('cyan', '▶')} ${clean(record.taskId)}${record.attempt > 1 ? ` attempt ${record.attempt}` : ''}${titleOf(record.taskId)}`;
    case 'attempt.succeeded':
      return `${paint('green', '✓')} ${clean(record.taskId)} in ${formatDuration(record.durationMs)}${record.costUsd > 0 ? `, ${record.costUsd.toFixed(2)} US$` : ''}`;
    case 'attempt.failed': {
      const again =
        record.retryAt === undefined
          ? 'given up'
          : `again in ${formatDuration(Math.max(0, record.retryAt - record.at))}`;
      return `${paint('red', '✗')} ${clean(record.taskId)} (${record.failure.class}, ${again}): ${clean(record.failure.text)}`;
    }
    case 'attempt.lost':
      return `${paint('yellow', '!')} ${clean(record.taskId)} is begun anew: ${clean(record.reason)}`;
    case 'run.paused':
      return `paused by ${clean(record.actor)}`;
    case 'run.continued':
      return `continued by ${clean(record.actor)}`;
    case 'run.resumed':
      return `resumed by ${clean(record.actor)}${record.from === undefined ? '' : `, from checkpoint ${record.from}`}`;
    case 'run.stopping':
      return `stopping: ${clean(record.reason)}`;
    case 'limit.reached':
      return paint('yellow', clean(record.text));
    case 'task.skipped':
      return `${clean(record.taskId)} is set aside by ${clean(record.actor)}`;
    case 'task.retried':
      return `${clean(record.taskId)} is tried again, by ${clean(record.actor)}`;
    case 'task.approved':
      return `${clean(record.taskId)} is approved by ${clean(record.actor)}`;
    case 'task.overridden':
      return `${clean(record.taskId)} counts as ${record.status}, by ${clean(record.actor)}`;
    case 'attempt.alive':
    case 'checkpoint.saved':
      return undefined;
    default:
      return state.phase === 'ended' ? undefined : record.type;
  }
}

/** Progress, what runs, how long it may take at the pace so far, and what it has cost. */
function footer(runner: Runner, now: number, columns: number): string[] {
  const { state, plan } = runner;
  const total = plan?.total ?? 0;
  const finished = plan?.finished ?? 0;
  const share = total === 0 ? 0 : finished / total;
  const elapsed = now - state.startedAt;
  const { succeeded, failed, costUsd } = state.totals;
  const left = succeeded >= 3 ? `, about ${formatDuration(((total - finished) * elapsed) / succeeded)} left` : '';
  const open =
    (state.breaker.openUntil ?? 0) > now
      ? `, pausing ${formatDuration((state.breaker.openUntil ?? 0) - now)} after failures`
      : '';
  const phase =
    state.phase === 'running' ? (runner.held === undefined ? '' : ' HELD') : ` ${state.phase.toUpperCase()}`;
  const head = `${bar(share)} ${finished}/${total}${phase}  ${formatDuration(elapsed)}${left}${open}${failed > 0 ? `, ${failed} failed` : ''}${costUsd > 0 ? `, ${costUsd.toFixed(2)} US$` : ''}`;
  const running = Object.entries(state.tasks).flatMap(([taskId, { current }]) =>
    current ? [{ taskId, ...current }] : []
  );
  const lines = running.slice(0, MOST_RUNNING).map(({ taskId, number, startedAt }) => {
    const title = plan?.graph.items[plan.graph.byId.get(taskId) ?? -1]?.title ?? '';
    const text = `  ${clean(taskId)}  ${formatDuration(now - startedAt)}${number > 1 ? ` (attempt ${number})` : ''}  ${clean(title)}`;
    return text.length > columns ? `${text.slice(0, columns - 1)}…` : text;
  });
  const more = running.length > MOST_RUNNING ? [`  and ${running.length - MOST_RUNNING} more`] : [];
  return [head, ...lines, ...more];
}
