import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import React from 'react';
import { Empty } from '../../parts/Empty.tsx';
import { formatInstant } from '../../parts/format.ts';
import { StatusBadge } from '../../parts/StatusBadge.tsx';
import { type Change } from '../model/history-model.ts';

/** Every change of the status, with who or what changed it. */
export function HistorySection({ changes }: { changes: readonly Change[] }) {
  const styles = useStyles2(getStyles);
  return changes.length === 0 ? (
    <Empty
      title="No change yet"
      text="Changes of the status are seen in the task file, in Git history, or told by agents."
    />
  ) : (
    <ol className={styles.list} aria-label="Status changes">
      {changes.map(({ key, at, from, to, by }) => (
        <li key={key} className={styles.change}>
          <time className={styles.quiet} dateTime={new Date(at).toISOString()}>
            {formatInstant(at)}
          </time>
          <span className={styles.step}>
            {from === null ? null : (
              <>
                <StatusBadge status={from} /> <span aria-label="to">→</span>
              </>
            )}
            <StatusBadge status={to} />
          </span>
          <span className={styles.quiet}>{by}</span>
        </li>
      ))}
    </ol>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  list: css({ listStyle: 'none', margin: 0, padding: 0 }),
  change: css({
    display: 'grid',
    gridTemplateColumns: '190px minmax(220px, 1fr) minmax(0, 2fr)',
    gap: theme.spacing(0, 2),
    padding: theme.spacing(0.75, 1),
    borderBottom: `1px solid ${theme.colors.border.weak}`,
    [theme.breakpoints.down('md')]: { gridTemplateColumns: 'minmax(0, 1fr)' },
  }),
  step: css({ display: 'inline-flex', flexWrap: 'wrap', alignItems: 'center', gap: theme.spacing(1) }),
  quiet: css({ color: theme.colors.text.secondary, overflowWrap: 'anywhere' }),
});
