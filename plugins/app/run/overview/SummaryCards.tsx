import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import React from 'react';
import { StatusMark } from '../../../shared/StatusMark.tsx';
import { Card } from '../../parts/Card.tsx';
import { formatDuration, formatInstant } from '../../parts/format.ts';
import { type Chain } from '../model/slowest-chain.ts';
import { endReasonText } from '../model/run-choice-model.ts';
import { type RunRow } from '../rows.ts';
import { CostCard } from './CostCard.tsx';
import { Stat } from './Stat.tsx';
import { TaskLines } from './TaskLines.tsx';

interface Props {
  run: RunRow;
  chain: Chain | null;
  linkTo: (taskId: string) => string;
  onCost: () => void;
}

const MOST_LINKS = 8;

/** A run that is over: how long, what came of it, what it cost, and what held it up. */
export function SummaryCards({ run, chain, linkTo, onCost }: Props) {
  const styles = useStyles2(getStyles);
  const ended = run.endedAt === null ? '' : `ended ${formatInstant(run.endedAt)}`;
  const reason = endReasonText(run.endReason);
  return (
    <div className={styles.grid}>
      <Stat
        title="Duration"
        value={run.durationMs === null ? 'Unknown' : formatDuration(run.durationMs)}
        note={
          run.durationMs === null
            ? 'Read from Git history: commits say when something changed, not how long was worked.'
            : [ended, reason].filter(Boolean).join(': ')
        }
      />
      <Stat
        title="Finished"
        value={run.finished}
        note={`${run.transitions} status changes, ${run.sessions} agent ${run.sessions === 1 ? 'session' : 'sessions'}`}
      />
      <Stat
        title="Failed attempts"
        value={run.failed}
        note={run.failed === 0 ? 'No attempt failed.' : 'See the attempts in the timeline.'}
      />
      <CostCard usage={run} onMore={onCost} />
      <Card
        title="Slowest chain"
        className={styles.wide}
        aside={chain ? <span className={styles.total}>{formatDuration(chain.totalMs)}</span> : undefined}
      >
        {chain === null ? (
          <p className={styles.quiet}>No task of this run has a seen beginning and end.</p>
        ) : (
          <TaskLines
            label="Tasks of the slowest chain"
            lines={chain.links.slice(-MOST_LINKS).map(({ taskId, name, durationMs }) => ({
              key: taskId,
              mark: <StatusMark status="done" size={16} />,
              title: name,
              to: linkTo(taskId),
              end: formatDuration(durationMs),
            }))}
          />
        )}
      </Card>
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  grid: css({
    display: 'grid',
    gap: theme.spacing(1),
    gridTemplateColumns: 'repeat(4, minmax(0, 1fr))',
    [theme.breakpoints.down('lg')]: { gridTemplateColumns: 'repeat(2, minmax(0, 1fr))' },
    [theme.breakpoints.down('sm')]: { gridTemplateColumns: 'minmax(0, 1fr)' },
  }),
  wide: css({ gridColumn: '1 / -1' }),
  total: css({ fontWeight: theme.typography.fontWeightMedium }),
  quiet: css({ margin: 0, color: theme.colors.text.secondary }),
});
