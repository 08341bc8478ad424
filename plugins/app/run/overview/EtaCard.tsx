import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import React from 'react';
import { useNow } from '../../parts/use-now.ts';
import { etaClock, etaDistance, type EtaView } from '../model/eta-model.ts';
import { Stat } from './Stat.tsx';

const SECOND_MS = 1000;

/** When it will be done: likely, and nearly certainly; or why nobody can say. */
export function EtaCard({ view, className }: { view: EtaView; className?: string }) {
  const styles = useStyles2(getStyles);
  const now = useNow((at) => Math.floor(at / SECOND_MS) * SECOND_MS);
  const title = 'Done by';
  switch (view.kind) {
    case 'done':
      return <Stat title={title} className={className} value="Done" note="No task is open." />;
    case 'empty':
      return <Stat title={title} className={className} value="–" note="There are no tasks." />;
    case 'unknown':
      return <Stat title={title} className={className} value="Unknown" note={view.why} />;
    case 'range':
      return (
        <Stat
          title={title}
          className={className}
          value={etaDistance(view.p50, view.p80, now)}
          note={
            <details className={styles.basis}>
              <summary>What this rests on</summary>
              {view.basis}
            </details>
          }
        >
          <dl className={styles.list}>
            <dt>likely, p50</dt>
            <dd>{etaClock(view.p50, now)}</dd>
            <dt>nearly sure, p80</dt>
            <dd>{etaClock(view.p80, now)}</dd>
          </dl>
        </Stat>
      );
  }
}

const getStyles = (theme: GrafanaTheme2) => ({
  list: css({
    display: 'grid',
    gridTemplateColumns: 'auto 1fr',
    gap: theme.spacing(0, 1.5),
    margin: theme.spacing(0.5, 0, 0),
    dt: { fontWeight: 400, color: theme.colors.text.secondary },
    dd: { margin: 0, fontVariantNumeric: 'tabular-nums', fontWeight: theme.typography.fontWeightMedium },
  }),
  basis: css({
    fontSize: theme.typography.bodySmall.fontSize,
    summary: { display: 'list-item', cursor: 'pointer', '@media (pointer: coarse)': { padding: '12px 0' } },
  }),
});
