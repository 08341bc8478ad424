import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import React, { useMemo } from 'react';
import { setUpLink } from '../../../../contract/app-links.ts';
import { Card } from '../../parts/Card.tsx';
import { type Column, DataTable } from '../../parts/DataTable.tsx';
import { Empty } from '../../parts/Empty.tsx';
import { formatCount, formatDuration, formatInstant } from '../../parts/format.ts';
import { byModel, evidenceText, tokensOf } from '../../run/model/cost-model.ts';
import { ShareList } from '../../run/sections/ShareList.tsx';
import { shortId } from '../model/history-model.ts';
import { type Stretch, type TaskDetail } from '../model/task-detail.ts';

const STRETCHES: ReadonlyArray<Column<Stretch>> = [
  {
    id: 'kind',
    header: 'Because',
    width: 'minmax(160px, 1.5fr)',
    lead: true,
    render: ({ kind }) => evidenceText(kind) || kind,
  },
  {
    id: 'session',
    header: 'Session',
    width: '100px',
    render: ({ session }) => <code title={session}>{shortId(session)}</code>,
  },
  { id: 'from', header: 'From', width: 'minmax(150px, 1fr)', render: ({ from }) => formatInstant(from) },
  {
    id: 'for',
    header: 'For',
    width: '110px',
    render: ({ from, until }) => (until === null ? 'until now' : formatDuration(until - from)),
  },
];

/** Tokens and cost of the task, and why they are held to be its own. */
export function UsageSection({ task }: { task: TaskDetail }) {
  const styles = useStyles2(getStyles);
  const models = useMemo(() => byModel(task), [task]);
  if (tokensOf(task) === 0 && task.evidenceOf.length === 0) {
    return (
      <Empty
        title="No usage is known to be this task’s"
        text="Tokens and cost come from agents’ telemetry and are given to the task its agent was at work on. Usage nobody can attribute is shown with the run."
        action="Connect agents"
        to={setUpLink()}
      />
    );
  }
  const kinds: Array<[string, number]> = [
    ['Input tokens', task.inputTokens],
    ['Output tokens', task.outputTokens],
    ['Read from the cache', task.cacheReadTokens],
    ['Written to the cache', task.cacheCreationTokens],
  ];
  return (
    <div className={styles.grid}>
      <Card title="Tokens" level={3}>
        <dl className={styles.list}>
          {kinds.map(([label, count]) => (
            <React.Fragment key={label}>
              <dt>{label}</dt>
              <dd>{formatCount(count)}</dd>
            </React.Fragment>
          ))}
        </dl>
        {task.subtasks.length > 0 ? <p className={styles.quiet}>With its subtasks.</p> : null}
      </Card>
      <ShareList title={task.subtasks.length > 0 ? 'By model, without subtasks' : 'By model'} shares={models} />
      <Card title="Why it counts for this task" level={3} className={styles.wide}>
        {task.evidenceOf.length === 0 ? (
          <p className={styles.quiet}>Only its subtasks have usage of their own.</p>
        ) : (
          <DataTable
            label="Evidence"
            columns={STRETCHES}
            rows={task.evidenceOf}
            rowKey={({ session, from, kind }) => `${session} ${from} ${kind}`}
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
    gridTemplateColumns: 'repeat(2, minmax(0, 1fr))',
    alignItems: 'start',
    [theme.breakpoints.down('md')]: { gridTemplateColumns: 'minmax(0, 1fr)' },
  }),
  wide: css({ gridColumn: '1 / -1' }),
  list: css({
    display: 'grid',
    gridTemplateColumns: 'auto 1fr',
    gap: theme.spacing(0.5, 2),
    margin: 0,
    dt: { fontWeight: 400, color: theme.colors.text.secondary },
    dd: { margin: 0, fontVariantNumeric: 'tabular-nums' },
  }),
  quiet: css({ margin: theme.spacing(1, 0, 0), color: theme.colors.text.secondary }),
});
