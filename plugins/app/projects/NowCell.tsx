import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import React from 'react';
import { taskLink } from '../../../contract/app-links.ts';
import { formatDuration } from '../parts/format.ts';
import { StatusBadge } from '../parts/StatusBadge.tsx';
import { useNow } from '../parts/use-now.ts';
import { Link } from '../shell/Link.tsx';
import { raised } from './raised.ts';
import { DOING, type ProjectRow, type StatusColumns } from './project-row.ts';

const SHOWN = 3;
/** Times the expected duration from which a task is called late, as the alert rule does. */
const LATE = 2;

/** How long a task has been running: as the service said it, and the time since. */
function Elapsed({ sinceMs, asOf }: { sinceMs: number; asOf: number }) {
  return <>{useNow((now) => formatDuration(sinceMs + Math.max(0, now - asOf)))}</>;
}

function Running({ row, task, asOf }: { row: ProjectRow; task: StatusColumns['running'][number]; asOf: number }) {
  const styles = useStyles2(getStyles);
  const { taskId, title, agent, sinceMs, expectedMs } = task;
  return (
    <li className={styles.task}>
      <Link to={taskLink(row.id, row.status?.tag ?? row.currentTag ?? 'master', taskId)} className={styles.link}>
        <span className={styles.id}>{taskId}</span> {title}
      </Link>
      <span className={styles.quiet}>
        {agent ?? 'agent not known'}
        {typeof sinceMs === 'number' ? (
          <>
            {' · '}
            <Elapsed sinceMs={sinceMs} asOf={asOf} />
            {typeof expectedMs === 'number' ? (
              <span className={sinceMs > LATE * expectedMs ? styles.late : undefined}>
                {`, expected ${formatDuration(expectedMs)}`}
              </span>
            ) : null}
          </>
        ) : null}
      </span>
    </li>
  );
}

/** What runs now and which agent does it; where nothing runs, what could be next. */
export function NowCell({ row, asOf }: { row: ProjectRow; asOf: number }) {
  const styles = useStyles2(getStyles);
  const { status, doing } = row;
  const running = status?.running ?? [];
  // The status names fifty at most; the project's own count is whole.
  const more = Math.max(running.length, row.running) - SHOWN;
  const next = status?.ready[0];
  return (
    <div>
      <StatusBadge status={DOING[doing].mark} label={DOING[doing].label} />
      {running.length > 0 ? (
        <ul className={styles.list}>
          {running.slice(0, SHOWN).map((task) => (
            <Running key={task.taskId} row={row} task={task} asOf={asOf} />
          ))}
          {more > 0 ? <li className={styles.quiet}>and {more.toLocaleString('en-US')} more</li> : null}
        </ul>
      ) : next ? (
        <div className={styles.quiet}>
          Next: {next.taskId} {next.title}
        </div>
      ) : null}
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  list: css({ listStyle: 'none', margin: theme.spacing(0.5, 0, 0), padding: 0 }),
  task: css({ display: 'flex', flexDirection: 'column', '& + &': { marginTop: theme.spacing(0.5) } }),
  link: css(raised, {
    color: theme.colors.text.primary,
    '&:hover': { color: theme.colors.text.link, textDecoration: 'underline' },
    '@media (pointer: coarse)': { display: 'inline-flex', gap: 6, alignItems: 'center', minHeight: 44 },
  }),
  id: css({ fontVariantNumeric: 'tabular-nums', color: theme.colors.text.secondary }),
  late: css({ color: theme.colors.warning.text }),
  quiet: css({ color: theme.colors.text.secondary, fontSize: theme.typography.bodySmall.fontSize }),
});
