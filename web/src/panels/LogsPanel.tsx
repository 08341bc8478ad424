import { css } from '@emotion/css';
import { dateTimeFormat, type GrafanaTheme2, type PanelProps } from '@grafana/data';
import { PanelDataErrorView } from '@grafana/runtime';
import { useStyles2, useTheme2 } from '@grafana/ui';
import React, { useMemo } from 'react';
import { toLines } from './log-lines.ts';

const LEVEL_COLORS: Record<string, string> = {
  fatal: 'purple',
  error: 'red',
  warn: 'orange',
  warning: 'orange',
  info: 'green',
  debug: 'blue',
  trace: 'super-light-blue',
};

export function LogsPanel({ data, options, timeZone, fieldConfig, id }: PanelProps<{ sortOrder: string }>) {
  const styles = useStyles2(getStyles);
  const theme = useTheme2();
  const lines = useMemo(
    () => toLines(data.series, options.sortOrder === 'Ascending'),
    [data.series, options.sortOrder]
  );
  if (lines.length === 0) {
    return <PanelDataErrorView panelId={id} data={data} fieldConfig={fieldConfig} needsStringField needsTimeField />;
  }
  return (
    <div className={styles.list} tabIndex={0} role="log" aria-label="Log lines">
      {lines.map((line, index) => {
        const color = theme.visualization.getColorByName(LEVEL_COLORS[line.level.toLowerCase()] ?? 'gray');
        return (
          <details key={index} className={styles.line} style={{ borderLeftColor: color }}>
            <summary className={styles.summary}>
              <time className={styles.time}>
                {dateTimeFormat(line.time, { timeZone, format: 'YYYY-MM-DD HH:mm:ss.SSS' })}
              </time>
              <span className={styles.level}>{line.level}</span>
              <span>{line.body}</span>
            </summary>
            <pre className={styles.labels}>{JSON.stringify(line.labels ?? {}, null, 2)}</pre>
          </details>
        );
      })}
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  list: css({ height: '100%', overflow: 'auto', fontFamily: theme.typography.fontFamilyMonospace, fontSize: 12 }),
  line: css({ borderLeft: '3px solid', paddingLeft: theme.spacing(1), marginBottom: 2 }),
  summary: css({
    display: 'flex',
    gap: theme.spacing(1),
    listStyle: 'none',
    cursor: 'pointer',
    overflowWrap: 'anywhere',
  }),
  time: css({ color: theme.colors.text.secondary, whiteSpace: 'nowrap' }),
  level: css({ minWidth: 40, color: theme.colors.text.secondary }),
  labels: css({ margin: theme.spacing(0.5, 0), fontSize: 12 }),
});
