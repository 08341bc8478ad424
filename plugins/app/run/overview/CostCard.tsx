import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import React from 'react';
import { formatCost, formatCount } from '../../parts/format.ts';
import { tokensOf } from '../model/cost-model.ts';
import { type Usage } from '../rows.ts';
import { Stat } from './Stat.tsx';

interface Props {
  usage: Usage;
  className?: string;
  onMore: () => void;
}

/** Cost and tokens of the run so far. */
export function CostCard({ usage, className, onMore }: Props) {
  const styles = useStyles2(getStyles);
  const tokens = tokensOf(usage);
  const rows: Array<[string, number]> = [
    ['in', usage.inputTokens],
    ['out', usage.outputTokens],
    ['cached', usage.cacheReadTokens],
    ['to cache', usage.cacheCreationTokens],
  ];
  return (
    <Stat
      title="Cost so far"
      className={className}
      value={tokens === 0 && usage.costUsd === 0 ? '–' : formatCost(usage.costUsd)}
      note={tokens === 0 ? 'No agent has reported tokens.' : undefined}
      aside={
        tokens === 0 ? undefined : (
          <button
            type="button"
            className={styles.more}
            aria-label="Cost by task, agent and model: details"
            onClick={onMore}
          >
            Details
          </button>
        )
      }
    >
      {tokens === 0 ? null : (
        <dl className={styles.list}>
          {rows.map(([label, count]) => (
            <div key={label} className={styles.pair}>
              <dt>{label}</dt>
              <dd>{formatCount(count)}</dd>
            </div>
          ))}
        </dl>
      )}
    </Stat>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  more: css({
    border: 'none',
    padding: 0,
    background: 'none',
    color: theme.colors.text.link,
    '&:hover': { textDecoration: 'underline' },
    '@media (pointer: coarse)': { minHeight: 44 },
  }),
  list: css({ display: 'flex', flexWrap: 'wrap', gap: theme.spacing(0, 2), margin: theme.spacing(0.5, 0, 0) }),
  pair: css({
    display: 'flex',
    gap: theme.spacing(0.5),
    whiteSpace: 'nowrap',
    dt: { order: 2, fontWeight: 400, color: theme.colors.text.secondary },
    dd: { margin: 0, fontVariantNumeric: 'tabular-nums', fontWeight: theme.typography.fontWeightMedium },
  }),
});
