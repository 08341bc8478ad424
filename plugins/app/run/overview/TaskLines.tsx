import { css, cx } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import React from 'react';
import { Link } from '../../shell/Link.tsx';

export interface TaskLine {
  key: string;
  mark: React.ReactNode;
  title: string;
  /** Page of the task; absent for what is no task. */
  to?: string;
  /** What else is to be said, below. */
  text?: string;
  /** At the end of the line. */
  end?: string;
}

/** Tasks one below the other, each leading to its page. */
export function TaskLines({ lines, label }: { lines: readonly TaskLine[]; label: string }) {
  const styles = useStyles2(getStyles);
  return (
    <ul className={styles.list} aria-label={label}>
      {lines.map(({ key, mark, title, to, text, end }) => (
        <li key={key} className={styles.line}>
          <span className={styles.mark}>{mark}</span>
          <div className={styles.what}>
            {to === undefined ? (
              <span className={styles.title}>{title}</span>
            ) : (
              <Link to={to} className={cx(styles.title, styles.link)}>
                {title}
              </Link>
            )}
            {text ? <div className={styles.text}>{text}</div> : null}
          </div>
          {end ? <span className={styles.end}>{end}</span> : null}
        </li>
      ))}
    </ul>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  list: css({ listStyle: 'none', margin: 0, padding: 0, display: 'grid', gap: theme.spacing(0.5) }),
  line: css({
    display: 'grid',
    lineHeight: 1.4,
    gridTemplateColumns: 'auto minmax(0, 1fr) auto',
    gap: theme.spacing(1),
  }),
  mark: css({ paddingTop: 2, '@media (pointer: coarse)': { paddingTop: 13 } }),
  what: css({ minWidth: 0 }),
  title: css({ display: 'block', overflowWrap: 'anywhere' }),
  link: css({
    color: theme.colors.text.primary,
    '&:hover': { color: theme.colors.text.link, textDecoration: 'underline' },
    '@media (pointer: coarse)': { minHeight: 44, padding: '11px 0' },
  }),
  text: css({
    color: theme.colors.text.secondary,
    fontSize: theme.typography.bodySmall.fontSize,
    overflowWrap: 'anywhere',
  }),
  end: css({
    color: theme.colors.text.secondary,
    whiteSpace: 'nowrap',
    fontVariantNumeric: 'tabular-nums',
    '@media (pointer: coarse)': { paddingTop: 11 },
  }),
});
