import { formatDuration } from '../config/duration.ts';
import { type ExecutedRun } from './executed-runs.ts';
import { bar, clean, paint, say, sentence, table } from './output.ts';

const MOST = 3;
const MOST_DETAILED = 50;

/** A run of `execute`, for people. */
export function printRun(run: ExecutedRun, now: number, detailed: boolean): void {
  say(`${paint('bold', `Run ${clean(run.run)}`)}  ${paint('gray', `tag ${clean(run.tag)}, executor ${run.executor}`)}`);
  const share = run.total === 0 ? 0 : run.finished / run.total;
  const facts = [
    `${run.finished} of ${run.total} tasks`,
    `${run.attempts} attempts`,
    ...(run.costUsd > 0 ? [`${run.costUsd.toFixed(2)} US$`] : []),
  ];
  say(`  ${bar(share)} ${Math.round(share * 100)} %  ${facts.join(', ')}`);
  say(`  ${stateOf(run, now)}`);
  const most = detailed ? MOST_DETAILED : MOST;
  list(
    run.pid === null ? 'At work when it was interrupted' : 'Running',
    most,
    run.running,
    ({ taskId, title, attempt, startedAt }) => [
      taskId,
      clean(title).slice(0, 70),
      `${run.pid === null ? `begun ${formatDuration(now - startedAt)} ago` : `for ${formatDuration(now - startedAt)}`}${attempt > 1 ? `, attempt ${attempt}` : ''}`,
    ]
  );
  list('Tried again', most, run.retries, ({ taskId, at, text }) => [
    taskId,
    clean(text).slice(0, 100),
    at > now ? `in ${formatDuration(at - now)}` : 'next',
  ]);
  list('Failed', most, run.failed, ({ taskId, text }) => [taskId, clean(text).slice(0, 140), '']);
  if (!detailed) {
    say();
    return;
  }
  // While others are to come, what these wait for may be among them.
  const goesOn = run.queue.length + run.running.length + run.retries.length > 0;
  list(goesOn ? 'Waiting' : 'Waiting for what does not come', most, run.stranded, ({ taskId, waitsFor }) => [
    taskId,
    `for ${clean(waitsFor.join(', '))}`,
    '',
  ]);
  if (run.queue.length > 0) {
    say(`  ${paint('bold', 'Next')} ${clean(run.queue.slice(0, 12).join(', '))}`);
  }
  list('Checkpoints', most, run.checkpoints, ({ id, at, reason, goodCopies, copies }) => [
    id,
    at === null ? 'cannot be read' : `${formatDuration(now - Date.parse(at))} ago, ${reason ?? ''}`,
    `${goodCopies} of ${copies} copies good`,
  ]);
  if (run.resources) {
    const { processes, memoryBytes, cpuSeconds, memoryBoundBytes } = run.resources;
    const bound = memoryBoundBytes === null ? '' : ` of ${megabytes(memoryBoundBytes)} (c·√n)`;
    say(
      `  ${paint('bold', 'Processes')} ${processes}, ${megabytes(memoryBytes)}${bound}, ${formatDuration(cpuSeconds * 1000)} of processor time`
    );
  }
  say();
}

const megabytes = (bytes: number): string => `${Math.round(bytes / 1024 ** 2)} MB`;

function stateOf({ pid, phase, pausedBy, endReason, pausedUntil, run, ...more }: ExecutedRun, now: number): string {
  if (pid === null) {
    const way = endReason === 'finished' ? '' : ` Go on with “taskmaster-observe resume ${clean(run)}”.`;
    const cut = more.running.length;
    const atWork = cut === 0 ? '' : ` while ${cut} ${cut === 1 ? 'task was' : 'tasks were'} at work`;
    return endReason === 'interrupted'
      ? `Interrupted${atWork}.${way}`
      : `Over: ${sentence(clean(endReason ?? 'ended'))}${way}`;
  }
  const paused = phase === 'paused' ? ` by ${clean(pausedBy ?? 'somebody')}` : '';
  const fewer =
    more.parallelNow < more.parallel ? `, ${more.parallelNow} of ${more.parallel} at once after failures` : '';
  const open = pausedUntil === null ? '' : `, begins nothing for ${formatDuration(pausedUntil - now)} after failures`;
  return `${phase[0]!.toUpperCase()}${phase.slice(1)}${paused} in process ${pid}${fewer}${open}.`;
}

function list<T>(title: string, most: number, rows: readonly T[], cells: (row: T) => [string, string, string]): void {
  if (rows.length === 0) {
    return;
  }
  say(`  ${paint('bold', title)}`);
  const lines = rows.slice(0, most).map((row) => {
    const [id, text, remark] = cells(row);
    return [`    ${clean(id)}`, text, paint('gray', remark)];
  });
  table(lines).forEach((line) => say(line));
  if (rows.length > most) {
    say(paint('gray', `    and ${rows.length - most} more`));
  }
}
