import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import React, { useState } from 'react';
import { Action } from '../../parts/Action.tsx';
import { Card } from '../../parts/Card.tsx';
import { formatCost, formatCount, formatPercent } from '../../parts/format.ts';
import { Link } from '../../shell/Link.tsx';
import { type Share } from '../model/cost-model.ts';

interface Props {
  title: string;
  shares: readonly Share[];
  linkTo?: (share: Share) => string | undefined;
}

const PAGE = 12;

/** Who used how much: a bar, the cost and the tokens of each, the dearest first. */
export function ShareList({ title, shares, linkTo }: Props) {
  const styles = useStyles2(getStyles);
  const [room, setRoom] = useState(PAGE);
  const most = shares[0]?.share ?? 0;
  return (
    <Card title={title} level={3}>
      <ul className={styles.list} aria-label={title}>
        {shares.slice(0, room).map((share) => {
          const to = linkTo?.(share);
          return (
            <li key={share.key} className={styles.row}>
              <div className={styles.what}>
                {to === undefined ? (
                  <span>{share.label}</span>
                ) : (
                  <Link to={to} className={styles.link}>
                    {share.label}
                  </Link>
                )}
                {share.note === '' ? null : <span className={styles.note}>{share.note}</span>}
              </div>
              <div className={styles.numbers}>
                <strong>{formatCost(share.costUsd)}</strong>
                <span className={styles.note}>
                  {formatCount(share.tokens)} tokens · {formatPercent(share.share)}
                </span>
              </div>
              <div className={styles.track} aria-hidden="true">
                <div className={styles.bar} style={{ width: `${most > 0 ? (share.share / most) * 100 : 0}%` }} />
              </div>
            </li>
          );
        })}
      </ul>
      {shares.length > room ? (
        <Action variant="secondary" onClick={() => setRoom((rows) => rows * 4)}>
          Show more ({shares.length - room} left)
        </Action>
      ) : null}
    </Card>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  list: css({ listStyle: 'none', margin: 0, padding: 0 }),
  row: css({
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr) auto',
    alignItems: 'end',
    gap: theme.spacing(0.5, 2),
    paddingBottom: theme.spacing(1.25),
  }),
  what: css({ display: 'grid', minWidth: 0, overflowWrap: 'anywhere' }),
  link: css({
    color: theme.colors.text.primary,
    '&:hover': { color: theme.colors.text.link, textDecoration: 'underline' },
    '@media (pointer: coarse)': { padding: '11px 0' },
  }),
  note: css({ color: theme.colors.text.secondary, fontSize: theme.typography.bodySmall.fontSize }),
  numbers: css({
    display: 'grid',
    justifyItems: 'end',
    whiteSpace: 'nowrap',
    fontVariantNumeric: 'tabular-nums',
    strong: { fontWeight: theme.typography.fontWeightMedium },
  }),
  track: css({ gridColumn: '1 / -1', height: 4, borderRadius: 2, background: theme.colors.background.secondary }),
  bar: css({ height: '100%', borderRadius: 2, background: theme.visualization.getColorByName('blue') }),
});
