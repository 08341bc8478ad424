import { css, cx } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import React, { memo, useState } from 'react';
import { formatInstant } from '../../parts/format.ts';
import { eventClock } from '../../run/model/events-model.ts';
import { gistOf, labelsOf, type LogRow } from '../model/logs-model.ts';

/** One line; its labels when opened. */
export const LogLine = memo(function LogLine({ line }: { line: LogRow }) {
  const styles = useStyles2(getStyles);
  const [open, setOpen] = useState(false);
  const bad = line.severity === 'error' || line.severity === 'fatal';
  return (
    <li className={cx(styles.line, bad ? styles.bad : line.severity === 'warn' && styles.warn)}>
      <button type="button" className={styles.head} aria-expanded={open} onClick={() => setOpen((was) => !was)}>
        <time
          className={styles.quiet}
          dateTime={new Date(line.timestamp).toISOString()}
          title={formatInstant(line.timestamp)}
        >
          {eventClock(line.timestamp)}
        </time>
        <span className={styles.severity}>{line.severity}</span>
        <span className={styles.body}>
          {line.body} <span className={styles.quiet}>{gistOf(line)}</span>
        </span>
      </button>
      {open ? (
        <dl className={styles.labels}>
          {labelsOf(line).map(([name, value]) => (
            <React.Fragment key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </React.Fragment>
          ))}
        </dl>
      ) : null}
    </li>
  );
});

const getStyles = (theme: GrafanaTheme2) => ({
  line: css({ borderLeft: '3px solid transparent', borderBottom: `1px solid ${theme.colors.border.weak}` }),
  warn: css({ borderLeftColor: theme.visualization.getColorByName('orange') }),
  bad: css({ borderLeftColor: theme.visualization.getColorByName('red') }),
  head: css({
    display: 'grid',
    gridTemplateColumns: 'auto 52px minmax(0, 1fr)',
    gap: theme.spacing(1),
    width: '100%',
    padding: theme.spacing(0.5, 1),
    border: 'none',
    background: 'none',
    textAlign: 'start',
    color: theme.colors.text.primary,
    '&:hover': { background: theme.colors.background.secondary },
    '&:focus-visible': { outline: `2px solid ${theme.colors.primary.border}`, outlineOffset: -2 },
    '@media (pointer: coarse)': { minHeight: 44 },
  }),
  severity: css({ color: theme.colors.text.secondary }),
  body: css({ overflowWrap: 'anywhere' }),
  quiet: css({ color: theme.colors.text.secondary, fontVariantNumeric: 'tabular-nums' }),
  labels: css({
    display: 'grid',
    gridTemplateColumns: 'auto minmax(0, 1fr)',
    gap: theme.spacing(0, 2),
    margin: theme.spacing(0, 1, 1),
    fontSize: theme.typography.bodySmall.fontSize,
    dt: { fontWeight: 400, color: theme.colors.text.secondary, overflowWrap: 'anywhere' },
    dd: { margin: 0, overflowWrap: 'anywhere', whiteSpace: 'pre-wrap' },
  }),
});
