import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import React from 'react';

/** A small word beside a name: a tag, a source, a version. */
export function Tag({ children, title }: { children: React.ReactNode; title?: string }) {
  const styles = useStyles2(getStyles);
  return (
    <span className={styles.tag} title={title}>
      {children}
    </span>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  tag: css({
    display: 'inline-block',
    maxWidth: '100%',
    padding: theme.spacing(0, 0.75),
    overflow: 'hidden',
    textOverflow: 'ellipsis',
    whiteSpace: 'nowrap',
    verticalAlign: 'bottom',
    color: theme.colors.text.secondary,
    background: theme.colors.background.secondary,
    borderRadius: theme.shape.radius.default,
    fontSize: theme.typography.bodySmall.fontSize,
  }),
});
