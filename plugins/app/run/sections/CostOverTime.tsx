import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { useStyles2, useTheme2 } from '@grafana/ui';
import React, { useState } from 'react';
import { Card } from '../../parts/Card.tsx';
import { formatCost, formatCount, formatDuration } from '../../parts/format.ts';
import { type OverTime } from '../model/cost-model.ts';
import { eventClock } from '../model/events-model.ts';

const COLORS = ['blue', 'purple', 'green', 'orange', 'semi-dark-blue', 'semi-dark-purple'];
const WIDTH = 1000;
const HEIGHT = 120;

/** Cost over time as columns, stacked by model; the column pointed at is written out. */
export function CostOverTime({ view, className }: { view: OverTime; className?: string }) {
  const styles = useStyles2(getStyles);
  const theme = useTheme2();
  const [at, setAt] = useState<number>();
  const { columns, models, most, priced, stepMs } = view;
  const amount = priced ? formatCost : (value: number) => `${formatCount(value)} tokens`;
  const color = (place: number) => theme.visualization.getColorByName(COLORS[place % COLORS.length]!);
  const step = WIDTH / Math.max(1, columns.length);
  const chosen = at === undefined ? undefined : columns[at];
  const [first, last] = [columns[0], columns.at(-1)];
  if (!first || !last) {
    return null;
  }
  const point = (event: React.PointerEvent<SVGElement>) => {
    const { left, width } = event.currentTarget.getBoundingClientRect();
    const place = Math.floor(((event.clientX - left) / width) * columns.length);
    setAt(Math.max(0, Math.min(columns.length - 1, place)));
  };
  const title = priced ? 'Cost over time' : 'Tokens over time';
  return (
    <Card
      title={title}
      level={3}
      className={className}
      aside={
        <span className={styles.quiet} aria-live="off">
          {chosen
            ? `${eventClock(chosen.at)}: ${amount(priced ? chosen.costUsd : chosen.tokens)}${priced ? `, ${formatCost(chosen.sumUsd)} so far` : ''}`
            : `${formatDuration(stepMs)} a column, at most ${amount(most)}`}
        </span>
      }
    >
      <svg
        className={styles.picture}
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={`${title}: ${columns.length} steps of ${formatDuration(stepMs)}, ${amount(most)} in the highest${priced ? `, ${formatCost(last.sumUsd)} in all` : ''}`}
        onPointerMove={point}
        onPointerDown={point}
        onPointerLeave={() => setAt(undefined)}
      >
        {columns.map((column, place) => {
          let y = HEIGHT;
          return (
            <g key={column.at} opacity={at === undefined || at === place ? 1 : 0.5}>
              {column.parts.map((part, model) => {
                const height = most > 0 ? (part / most) * (HEIGHT - 4) : 0;
                y -= height;
                return height > 0 ? (
                  <rect
                    key={models[model]}
                    x={place * step + step * 0.1}
                    y={y}
                    width={step * 0.8}
                    height={height}
                    fill={color(model)}
                  />
                ) : null;
              })}
            </g>
          );
        })}
      </svg>
      <div className={styles.axis}>
        <span>{eventClock(first.at)}</span>
        <ul className={styles.legend}>
          {models.map((model, place) => (
            <li key={model}>
              <span className={styles.dot} style={{ background: color(place) }} /> {model}
            </li>
          ))}
        </ul>
        <span>{eventClock(last.at + stepMs)}</span>
      </div>
    </Card>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  quiet: css({ color: theme.colors.text.secondary, fontVariantNumeric: 'tabular-nums' }),
  picture: css({
    display: 'block',
    width: '100%',
    height: 120,
    borderBottom: `1px solid ${theme.colors.border.medium}`,
    touchAction: 'pan-y',
  }),
  axis: css({
    display: 'flex',
    flexWrap: 'wrap',
    justifyContent: 'space-between',
    gap: theme.spacing(0.5, 2),
    marginTop: theme.spacing(0.5),
    color: theme.colors.text.secondary,
    fontSize: theme.typography.bodySmall.fontSize,
    fontVariantNumeric: 'tabular-nums',
  }),
  legend: css({
    listStyle: 'none',
    margin: 0,
    padding: 0,
    display: 'flex',
    flexWrap: 'wrap',
    gap: theme.spacing(0, 2),
  }),
  dot: css({ display: 'inline-block', width: 8, height: 8, borderRadius: 2 }),
});
