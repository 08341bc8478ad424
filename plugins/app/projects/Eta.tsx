import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import React from 'react';
import { formatDuration, formatInstant, UNKNOWN } from '../parts/format.ts';
import { useNow } from '../parts/use-now.ts';
import { type ProjectRow } from './project-row.ts';

const MINUTE_MS = 60_000;

const ahead = (at: number, now: number) => (at - now < MINUTE_MS ? 'any moment' : `in ${formatDuration(at - now)}`);

/** When it will be done: likely, and with 80 % confidence; why not, where nothing can be said. */
export function Eta({ row }: { row: ProjectRow }) {
  const styles = useStyles2(getStyles);
  const { etaP50 = null, etaP80 = null, etaBasis = '' } = row.status ?? {};
  const minute = useNow((now) => Math.floor(now / MINUTE_MS) * MINUTE_MS);
  if (row.doing === 'finished') {
    return <span>done</span>;
  }
  if (etaP50 === null) {
    return (
      <span className={styles.quiet} title={etaBasis}>
        {etaBasis === '' || row.doing === 'halted' ? UNKNOWN : 'not known yet'}
      </span>
    );
  }
  const title = `Likely ${formatInstant(etaP50)}; with 80 % confidence ${formatInstant(etaP80)}. ${etaBasis}`;
  return (
    <div title={title}>
      <div>{ahead(etaP50, minute)}</div>
      {etaP80 === null ? null : <div className={styles.quiet}>80 %: {ahead(etaP80, minute)}</div>}
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  quiet: css({ color: theme.colors.text.secondary, fontSize: theme.typography.bodySmall.fontSize }),
});
