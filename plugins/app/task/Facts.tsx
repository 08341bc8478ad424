import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import React from 'react';
import { formatCost, formatCount, formatDuration, formatInstant, formatPercent } from '../parts/format.ts';
import { RelativeTime } from '../parts/RelativeTime.tsx';
import { StatusBadge } from '../parts/StatusBadge.tsx';
import { useNow } from '../parts/use-now.ts';
import { evidenceText, tokensOf } from '../run/model/cost-model.ts';
import { OVER_EXPECTED } from '../run/model/now-model.ts';
import { Stat } from '../run/overview/Stat.tsx';
import { type Neighbour } from './model/neighbours-model.ts';
import { type TaskDetail } from './model/task-detail.ts';
import { whyOf } from './model/why-model.ts';

const SECOND_MS = 1000;

/** The task in four answers: where it stands and why, how long, by whom, for how much. */
export function Facts({ task, before }: { task: TaskDetail; before: readonly Neighbour[] }) {
  const styles = useStyles2(getStyles);
  const now = useNow((at) => Math.floor(at / SECOND_MS) * SECOND_MS);
  const running = task.attempts.find(({ status }) => status === 'running');
  const elapsed = running ? Math.max(task.durationMs ?? 0, now - running.startedAt) : task.durationMs;
  const pace = elapsed === null || task.expectedMs === null || task.expectedMs <= 0 ? null : elapsed / task.expectedMs;
  const failed = task.attempts.filter(({ status }) => status === 'error').length;
  const tokens = tokensOf(task);
  const [session] = task.sessions;
  return (
    <div className={styles.grid} data-testid="task-facts">
      <Stat
        title="Status"
        className={styles.wide}
        value={<StatusBadge status={task.status} />}
        note={whyOf(task, before, now)}
      >
        {task.subtasks.length > 0 ? (
          <div className={styles.quiet}>{formatPercent(task.progress)} of its subtasks are finished</div>
        ) : null}
      </Stat>
      <Stat
        title="Time"
        value={formatDuration(elapsed)}
        note={
          <>
            {task.expectedMs === null
              ? 'Not enough history to expect a duration'
              : `${formatDuration(task.expectedMs)} expected`}
            {pace !== null && pace > OVER_EXPECTED ? `, ${pace.toFixed(1)} times as long` : ''}
            {task.attempts.length > 1 ? `; ${task.attempts.length} attempts` : ''}
            {failed > 0 ? `, ${failed} failed` : ''}
          </>
        }
      >
        {task.startedAt === null ? null : (
          <div className={styles.quiet} title={formatInstant(task.startedAt)}>
            begun <RelativeTime at={task.startedAt} />
          </div>
        )}
      </Stat>
      <Stat
        title="Agent"
        value={<span className={styles.agent}>{task.agent ?? session?.agent ?? session?.service ?? 'Unknown'}</span>}
        note={
          task.sessions.length === 0
            ? 'No agent session is known to have worked on it.'
            : `${task.sessions.length === 1 ? '1 session' : `${task.sessions.length} sessions`}, ${task.toolCalls.length} tool calls`
        }
      />
      <Stat
        title="Cost"
        value={tokens === 0 && task.costUsd === 0 ? '–' : formatCost(task.costUsd)}
        note={
          tokens === 0
            ? 'No usage is known to be this task’s.'
            : `${formatCount(tokens)} tokens${evidenceText(task.evidence) === '' ? '' : `; attributed because: ${evidenceText(task.evidence)}`}`
        }
      />
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  grid: css({
    display: 'grid',
    gap: theme.spacing(1),
    gridTemplateColumns: 'minmax(0, 2fr) repeat(3, minmax(0, 1fr))',
    '& > section': { padding: theme.spacing(1.25, 1.5) },
    '& > section > header': { marginBottom: theme.spacing(0.75) },
    [theme.breakpoints.down('lg')]: { gridTemplateColumns: 'repeat(3, minmax(0, 1fr))' },
    [theme.breakpoints.down('md')]: { gridTemplateColumns: 'minmax(0, 1fr)' },
  }),
  wide: css({ [theme.breakpoints.down('lg')]: { gridColumn: '1 / -1' } }),
  agent: css({ display: 'block', overflowWrap: 'anywhere' }),
  quiet: css({ color: theme.colors.text.secondary }),
});
