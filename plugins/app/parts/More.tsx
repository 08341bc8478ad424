import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import React from 'react';

/** What only some need, folded away. */
export function More({ title, children }: { title: string; children: React.ReactNode }) {
  const styles = useStyles2(getStyles);
  return (
    <details className={styles.box}>
      <summary className={styles.summary}>{title}</summary>
      <div className={styles.body}>{children}</div>
    </details>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  box: css({ minWidth: 0 }),
  summary: css({
    display: 'list-item',
    padding: theme.spacing(0.5, 0),
    color: theme.colors.text.link,
    cursor: 'pointer',
    '@media (pointer: coarse)': { padding: theme.spacing(1.5, 0) },
  }),
  body: css({
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr)',
    gap: theme.spacing(1),
    paddingTop: theme.spacing(1),
  }),
});
