import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import React from 'react';
import { formatCost } from '../parts/format.ts';
import { type Totals } from './project-row.ts';

/** The whole list in one line. */
export function Summary({ totals }: { totals: Totals }) {
  const styles = useStyles2(getStyles);
  const { projects, running, attention, costUsd } = totals;
  const parts: Array<[value: string, text: string, warn?: boolean]> = [
    [String(projects), projects === 1 ? 'project' : 'projects'],
    [String(running), running === 1 ? 'task running' : 'tasks running'],
    [String(attention), attention === 1 ? 'needs attention' : 'need attention', attention > 0],
    [formatCost(costUsd), 'so far'],
  ];
  return (
    <ul className={styles.list} aria-label="All projects together">
      {parts.map(([value, text, warn]) => (
        <li key={text}>
          <strong className={warn ? styles.warn : styles.value}>{value}</strong> {text}
        </li>
      ))}
    </ul>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  list: css({
    display: 'flex',
    flexWrap: 'wrap',
    gap: theme.spacing(0.5, 3),
    margin: 0,
    padding: 0,
    listStyle: 'none',
    color: theme.colors.text.secondary,
  }),
  value: css({ color: theme.colors.text.primary, fontSize: theme.typography.h4.fontSize }),
  warn: css({ color: theme.colors.warning.text, fontSize: theme.typography.h4.fontSize }),
});
