import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { Icon, useStyles2 } from '@grafana/ui';
import React from 'react';
import { projectLink } from '../../../contract/app-links.ts';
import { Link } from '../shell/Link.tsx';
import { problemsOf } from './problems.ts';
import { type ProjectRow } from './project-row.ts';
import { raised } from './raised.ts';

/** What is wrong with a project, each a sentence; those about a task lead to it in the graph. */
export function Problems({ row }: { row: ProjectRow }) {
  const styles = useStyles2(getStyles);
  return (
    <ul className={styles.list}>
      {problemsOf(row).map(({ severity, text, taskId }) => (
        <li key={text} className={styles.item}>
          <Icon
            name={severity === 'error' ? 'exclamation-circle' : 'exclamation-triangle'}
            className={severity === 'error' ? styles.error : styles.warning}
          />
          {taskId === undefined ? (
            <span>{text}</span>
          ) : (
            <Link to={projectLink(row.id, { task: taskId })} className={styles.link}>
              {text}
            </Link>
          )}
        </li>
      ))}
    </ul>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  list: css({
    listStyle: 'none',
    margin: 0,
    padding: theme.spacing(1, 0, 0),
    borderTop: `1px solid ${theme.colors.border.weak}`,
  }),
  item: css({ display: 'flex', alignItems: 'flex-start', gap: theme.spacing(1), overflowWrap: 'anywhere' }),
  error: css({ flex: 'none', marginTop: 3, color: theme.colors.error.text }),
  warning: css({ flex: 'none', marginTop: 3, color: theme.colors.warning.text }),
  link: css(raised, {
    color: theme.colors.text.primary,
    textDecoration: 'underline',
    textDecorationColor: theme.colors.border.strong,
    '@media (pointer: coarse)': { display: 'flex', alignItems: 'center', minHeight: 44 },
  }),
});
