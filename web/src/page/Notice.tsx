import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { Button, useStyles2 } from '@grafana/ui';
import React from 'react';

interface Props {
  title: string;
  text?: string;
  action?: string;
  onAction?: () => void;
}

/** A whole page's empty, loading or error state: what is so, and what to do next. */
export function Notice({ title, text, action, onAction }: Props) {
  const styles = useStyles2(getStyles);
  return (
    <main className={styles.page} role="status">
      <h1 className={styles.title}>{title}</h1>
      {text ? <p className={styles.text}>{text}</p> : null}
      {action && onAction ? <Button onClick={onAction}>{action}</Button> : null}
    </main>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  page: css({
    display: 'grid',
    justifyItems: 'center',
    alignContent: 'center',
    gap: theme.spacing(1),
    padding: theme.spacing(8, 2),
    flexGrow: 1,
  }),
  title: css({ fontSize: theme.typography.h3.fontSize, margin: 0, textAlign: 'center' }),
  text: css({ color: theme.colors.text.secondary, maxWidth: 560, textAlign: 'center', overflowWrap: 'anywhere' }),
});
