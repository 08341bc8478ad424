import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import React from 'react';
import { projectLink } from '../../../contract/app-links.ts';
import { Card } from '../parts/Card.tsx';
import { RelativeTime } from '../parts/RelativeTime.tsx';
import { Link } from '../shell/Link.tsx';
import { type ProjectRow } from './project-row.ts';

/** Projects somebody works in that have no task yet: there is little to show, and a way to more. */
export function WithoutTasks({ rows }: { rows: readonly ProjectRow[] }) {
  const styles = useStyles2(getStyles);
  return rows.length === 0 ? null : (
    <Card title="Followed, without tasks">
      <p className={styles.text}>
        Agents work here, but no Task Master file with tasks was found. In the folder, run <code>task-master init</code>{' '}
        and <code>task-master parse-prd</code>; the tasks appear by themselves.
      </p>
      <ul className={styles.list}>
        {rows.map((row) => (
          <li key={row.id} className={styles.item}>
            <Link to={projectLink(row.id)} className={styles.name}>
              {row.name}
            </Link>
            <span className={styles.path}>{row.problem ?? row.path}</span>
            <span className={styles.time}>
              <RelativeTime at={row.lastActivityAt} />
            </span>
          </li>
        ))}
      </ul>
    </Card>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  text: css({ margin: 0, color: theme.colors.text.secondary }),
  list: css({ listStyle: 'none', margin: theme.spacing(1, 0, 0), padding: 0 }),
  item: css({
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: theme.spacing(0, 2),
    padding: theme.spacing(0.75, 0),
    borderTop: `1px solid ${theme.colors.border.weak}`,
  }),
  name: css({
    color: theme.colors.text.link,
    '&:hover': { textDecoration: 'underline' },
    '@media (pointer: coarse)': { display: 'inline-flex', alignItems: 'center', minHeight: 44 },
  }),
  path: css({
    flex: '1 1 200px',
    minWidth: 0,
    overflowWrap: 'anywhere',
    color: theme.colors.text.secondary,
    fontSize: theme.typography.bodySmall.fontSize,
  }),
  time: css({ color: theme.colors.text.secondary }),
});
