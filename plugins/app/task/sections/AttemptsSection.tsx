import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import React from 'react';
import { runLink } from '../../../../contract/app-links.ts';
import { type Column, DataTable } from '../../parts/DataTable.tsx';
import { Empty } from '../../parts/Empty.tsx';
import { formatDuration } from '../../parts/format.ts';
import { RelativeTime } from '../../parts/RelativeTime.tsx';
import { StatusBadge } from '../../parts/StatusBadge.tsx';
import { useNow } from '../../parts/use-now.ts';
import { Link } from '../../shell/Link.tsx';
import { attemptViews, type AttemptView } from '../model/attempts-model.ts';
import { shortId } from '../model/history-model.ts';
import { type Attempt } from '../model/task-detail.ts';

interface Props {
  attempts: readonly Attempt[];
  project: string;
  taskId: string;
}

const SECOND_MS = 1000;

/** Every try at the task and what came of it. */
export function AttemptsSection({ attempts, project, taskId }: Props) {
  const styles = useStyles2(getStyles);
  const now = useNow((at) => Math.floor(at / SECOND_MS) * SECOND_MS);
  const columns: ReadonlyArray<Column<AttemptView>> = [
    { id: 'number', header: 'Attempt', width: '90px', lead: true, render: ({ number }) => `Attempt ${number}` },
    {
      id: 'outcome',
      header: 'Outcome',
      width: 'minmax(140px, 1.5fr)',
      wide: true,
      render: ({ status, outcome }) => <StatusBadge status={status} label={outcome} />,
    },
    { id: 'took', header: 'Took', width: '110px', render: ({ durationMs }) => formatDuration(durationMs) },
    { id: 'began', header: 'Began', width: '110px', render: ({ startedAt }) => <RelativeTime at={startedAt} /> },
    {
      id: 'agent',
      header: 'Agent',
      width: 'minmax(120px, 1fr)',
      render: ({ agent, session }) =>
        [agent ?? '', session ? `session ${shortId(session)}` : ''].filter(Boolean).join(', ') || '–',
    },
    {
      id: 'known',
      header: 'Known',
      width: 'minmax(140px, 1fr)',
      render: ({ known, run }) => (
        <>
          {known}
          {run === null ? null : (
            <>
              {' · '}
              <Link to={runLink(project, run, { task: taskId })} className={styles.link}>
                its run
              </Link>
            </>
          )}
        </>
      ),
    },
  ];
  return attempts.length === 0 ? (
    <Empty
      title="No attempt yet"
      text="An attempt is seen when the task goes to in-progress, or when an agent works on it."
    />
  ) : (
    <DataTable
      label="Attempts"
      columns={columns}
      rows={attemptViews(attempts, now)}
      rowKey={({ number }) => String(number)}
    />
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  link: css({
    color: theme.colors.text.link,
    textDecoration: 'underline',
    '@media (pointer: coarse)': { display: 'inline-block', padding: '12px 4px' },
  }),
});
