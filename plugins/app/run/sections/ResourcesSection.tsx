import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import React, { useMemo } from 'react';
import { useQuery } from '../../data/use-query.ts';
import { Empty } from '../../parts/Empty.tsx';
import { ErrorState } from '../../parts/ErrorState.tsx';
import { Loading } from '../../parts/Loading.tsx';
import { formatDuration } from '../../parts/format.ts';
import { useNow } from '../../parts/use-now.ts';
import { eventClock } from '../model/events-model.ts';
import { HEIGHT, ownStrips, type ResourceStrip, seriesOf, stripOf, WIDTH } from '../model/resource-model.ts';
import { type CheckpointRow, type RunRow } from '../rows.ts';

/** A run that has just begun is shown over at least this long. */
const LEAST_MS = 60_000;
/** While it runs the picture moves on at this pace. */
const STEP_MS = 15_000;
const COLORS: Record<string, string> = { cpu: 'blue', memory: 'purple', disk: 'green' };

/**
 * CPU, memory and disk while the run worked, against the limits of the alert rules: what its own processes used where it was executed and
 * tells it, and the machine of the service.
 */
export function ResourcesSection({ run, checkpoints }: { run?: RunRow; checkpoints: readonly CheckpointRow[] }) {
  const styles = useStyles2(getStyles);
  const now = useNow((at) => Math.ceil(at / STEP_MS) * STEP_MS);
  const to = run?.endedAt ?? now;
  const from = Math.min(run?.startedAt ?? to, to - LEAST_MS);
  const answer = useQuery({
    queryType: 'metric',
    query: { metric: 'resource_utilization_percentage', aggregation: 'avg', groupBy: ['resource_type'] },
    range: { from, to },
    maxDataPoints: 300,
    skip: run === undefined,
  });
  const strips = useMemo(
    () => seriesOf(answer.frames).flatMap((series) => stripOf(series, from, to) ?? []),
    [answer.frames, from, to]
  );
  const own = useMemo(() => ownStrips(checkpoints, from, to), [checkpoints, from, to]);
  if (run === undefined) {
    return <Empty title="No run yet" text="CPU, memory and disk are shown for the time of a run." />;
  }
  if (answer.state === 'error' && own === undefined) {
    return (
      <ErrorState
        title="The use of the machine cannot be shown"
        text={answer.error}
        action="Ask again"
        onAction={answer.refetch}
      />
    );
  }
  if (answer.state === 'loading' && strips.length === 0 && own === undefined) {
    return <Loading rows={3} height={80} />;
  }
  if (strips.length === 0 && own === undefined) {
    return (
      <Empty
        title="Nobody looked at the machine then"
        text="The service measures CPU, memory and disk of its machine every 5 s while it runs, and keeps them for 30 days. During this run it did not run, or the figures are gone: start it before the run, with “execute --monitor”."
      />
    );
  }
  return (
    <div className={styles.box} data-testid="resource-strip">
      {own === undefined ? null : (
        <div className={styles.box} data-testid="own-resources">
          <div className={styles.axis}>Processes of this run on {own.host}, as its checkpoints tell</div>
          {own.strips.map((strip) => (
            <Strip key={strip.resource} strip={strip} goesOn={run.endedAt === null} />
          ))}
        </div>
      )}
      {strips.length === 0 ? null : (
        <>
          <div className={styles.axis}>The whole machine of the service</div>
          {strips.map((strip) => (
            <Strip key={strip.resource} strip={strip} goesOn={run.endedAt === null} />
          ))}
        </>
      )}
      <div className={styles.axis}>
        <span>{eventClock(from)}</span>
        <span>Dashed: above it an alert rule speaks.</span>
        <span>{eventClock(to)}</span>
      </div>
    </div>
  );
}

const percent = (value: number) => `${Math.round(value)} %`;

/** `goesOn`: the run has not ended, so that where it goes is worth saying. */
function Strip({ strip, goesOn }: { strip: ResourceStrip; goesOn: boolean }) {
  const styles = useStyles2(getStyles);
  const { resource, label, last, most, limit, over, lines, limitY, reachesInMs } = strip;
  return (
    <figure className={styles.strip}>
      <figcaption className={styles.caption}>
        <span className={styles.name}>{label}</span>
        <span>
          {percent(last)}, at most {percent(most)}
        </span>
        {over ? <span className={styles.over}>was above {percent(limit)}</span> : null}
        {reachesInMs === undefined || !goesOn ? null : (
          <span className={styles.over}>
            {percent(limit)} in {formatDuration(reachesInMs)} at this pace
          </span>
        )}
      </figcaption>
      <svg
        className={styles.picture}
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={`${label}: ${percent(last)} at the end, at most ${percent(most)}, limit ${percent(limit)}`}
      >
        <line x1={0} x2={WIDTH} y1={limitY} y2={limitY} className={styles.limit} vectorEffect="non-scaling-stroke" />
        {lines.map((points) => (
          <polyline
            key={points}
            points={points}
            fill="none"
            className={styles[resource === 'cpu' || resource === 'memory' || resource === 'disk' ? resource : 'other']}
            strokeWidth={1.5}
            strokeLinecap="round"
            vectorEffect="non-scaling-stroke"
          />
        ))}
      </svg>
    </figure>
  );
}

const getStyles = (theme: GrafanaTheme2) => {
  const line = (resource: string) => css({ stroke: theme.visualization.getColorByName(COLORS[resource] ?? 'orange') });
  return {
    box: css({ display: 'grid', gap: theme.spacing(1.5), marginTop: theme.spacing(1.5) }),
    strip: css({
      display: 'grid',
      gridTemplateColumns: 'minmax(150px, 220px) 1fr',
      gap: theme.spacing(0.5, 2),
      alignItems: 'center',
      margin: 0,
      [theme.breakpoints.down('md')]: { gridTemplateColumns: '1fr' },
    }),
    caption: css({ display: 'flex', flexWrap: 'wrap', gap: theme.spacing(0, 1), fontVariantNumeric: 'tabular-nums' }),
    name: css({ fontWeight: theme.typography.fontWeightMedium, minWidth: 70 }),
    over: css({ color: theme.colors.warning.text }),
    picture: css({
      display: 'block',
      width: '100%',
      height: 60,
      background: theme.colors.background.primary,
      border: `1px solid ${theme.colors.border.weak}`,
    }),
    limit: css({ stroke: theme.colors.text.secondary, strokeDasharray: '4 4' }),
    cpu: line('cpu'),
    memory: line('memory'),
    disk: line('disk'),
    other: line('other'),
    axis: css({
      display: 'flex',
      flexWrap: 'wrap',
      justifyContent: 'space-between',
      gap: theme.spacing(0.5, 2),
      color: theme.colors.text.secondary,
      fontSize: theme.typography.bodySmall.fontSize,
    }),
  };
};
