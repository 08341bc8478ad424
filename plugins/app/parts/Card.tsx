import { css, cx } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import React from 'react';

interface Props {
  title?: React.ReactNode;
  /** Beside the title, at the end of the line. */
  aside?: React.ReactNode;
  className?: string;
  /** Heading level of the title. */
  level?: 2 | 3;
  children: React.ReactNode;
}

/** A titled part of a page. */
export function Card({ title, aside, className, level = 2, children }: Props) {
  const styles = useStyles2(getStyles);
  const Heading = `h${level}` as const;
  return (
    <section className={cx(styles.card, className)}>
      {title || aside ? (
        <header className={styles.head}>
          {title ? <Heading className={styles.title}>{title}</Heading> : <span />}
          {aside}
        </header>
      ) : null}
      {children}
    </section>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  card: css({
    minWidth: 0,
    padding: theme.spacing(2),
    background: theme.colors.background.primary,
    border: `1px solid ${theme.colors.border.weak}`,
    borderRadius: theme.shape.radius.default,
  }),
  head: css({
    display: 'flex',
    flexWrap: 'wrap',
    justifyContent: 'space-between',
    alignItems: 'center',
    gap: theme.spacing(1),
    marginBottom: theme.spacing(1.5),
  }),
  title: css({ margin: 0, fontSize: theme.typography.h5.fontSize, fontWeight: theme.typography.fontWeightMedium }),
});
