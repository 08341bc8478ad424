import { css, cx } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { Icon, useStyles2 } from '@grafana/ui';
import React from 'react';

interface Props {
  number: number;
  title: string;
  done: boolean;
  children: React.ReactNode;
}

/** One step of setting up: its number, or a tick once it is done. */
export function Step({ number, title, done, children }: Props) {
  const styles = useStyles2(getStyles);
  return (
    <li className={styles.step}>
      <span className={cx(styles.mark, done && styles.done)} aria-hidden="true">
        {done ? <Icon name="check" /> : number}
      </span>
      <h2 className={styles.title}>
        {title}
        {done ? <span className={styles.state}>done</span> : null}
      </h2>
      <div className={styles.body}>{children}</div>
    </li>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  step: css({
    display: 'grid',
    gridTemplateColumns: '32px minmax(0, 1fr)',
    gap: theme.spacing(1.5),
    padding: theme.spacing(2),
    background: theme.colors.background.primary,
    border: `1px solid ${theme.colors.border.weak}`,
    borderRadius: theme.shape.radius.default,
  }),
  mark: css({
    display: 'grid',
    placeItems: 'center',
    width: 32,
    height: 32,
    borderRadius: '50%',
    border: `1px solid ${theme.colors.border.strong}`,
    fontWeight: theme.typography.fontWeightMedium,
  }),
  done: css({ borderColor: theme.colors.success.border, color: theme.colors.success.text }),
  body: css({
    gridColumn: 2,
    [theme.breakpoints.down('sm')]: { gridColumn: '1 / -1' },
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr)',
    gap: theme.spacing(1.5),
    minWidth: 0,
    '& p': { margin: 0 },
  }),
  title: css({ margin: theme.spacing(0.5, 0, 0), fontSize: theme.typography.h4.fontSize }),
  state: css({
    marginLeft: theme.spacing(1),
    color: theme.colors.success.text,
    fontSize: theme.typography.bodySmall.fontSize,
    fontWeight: theme.typography.fontWeightRegular,
  }),
});
