import { css, cx } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import React from 'react';
import { formatInstant } from '../../parts/format.ts';
import { Link } from '../../shell/Link.tsx';
import { eventClock, eventDay, type Tone, toneOf } from '../model/events-model.ts';
import { type EventRow } from '../rows.ts';

interface Props {
  events: readonly EventRow[];
  label: string;
  /** Address of an event's task; undefined where it names none. */
  linkTo?: (event: EventRow) => string | undefined;
}

/** Events one below the other, as sentences, the newest first. */
export function EventList({ events, label, linkTo }: Props) {
  const styles = useStyles2(getStyles);
  return (
    <ol className={styles.list} aria-label={label}>
      {events.map((event, at) => {
        const day = eventDay(event.time);
        const to = linkTo?.(event);
        const begins = at === 0 ? '' : eventDay(events[at - 1]!.time);
        return (
          <li key={event.id} className={cx(styles.event, styles[toneOf(event)])}>
            {at > 0 && day !== begins ? <span className={styles.day}>{day}</span> : null}
            <time
              className={styles.time}
              dateTime={new Date(event.time).toISOString()}
              title={formatInstant(event.time)}
            >
              {eventClock(event.time)}
            </time>
            <span className={styles.text}>
              {event.text}
              {to === undefined ? null : (
                <>
                  {' '}
                  <Link to={to} className={styles.link}>
                    task {event.taskId}
                  </Link>
                </>
              )}
            </span>
            <span className={styles.source}>{event.source}</span>
          </li>
        );
      })}
    </ol>
  );
}

const getStyles = (theme: GrafanaTheme2) => {
  const edge = (color: string) => css({ borderLeftColor: color });
  const tones: Record<Tone, string> = {
    plain: edge('transparent'),
    good: edge(theme.visualization.getColorByName('green')),
    warn: edge(theme.visualization.getColorByName('orange')),
    bad: edge(theme.visualization.getColorByName('red')),
  };
  return {
    ...tones,
    list: css({ listStyle: 'none', margin: 0, padding: 0 }),
    event: css({
      display: 'grid',
      gridTemplateColumns: '84px minmax(0, 1fr) auto',
      gap: theme.spacing(0, 1.5),
      padding: theme.spacing(0.5, 1),
      borderLeft: '3px solid',
      borderBottom: `1px solid ${theme.colors.border.weak}`,
      [theme.breakpoints.down('md')]: { gridTemplateColumns: 'auto 1fr' },
    }),
    day: css({ gridColumn: '1 / -1', color: theme.colors.text.secondary, padding: theme.spacing(0.5, 0) }),
    time: css({ color: theme.colors.text.secondary, fontVariantNumeric: 'tabular-nums' }),
    text: css({ overflowWrap: 'anywhere', [theme.breakpoints.down('md')]: { gridColumn: '1 / -1', gridRow: 2 } }),
    link: css({
      color: theme.colors.text.link,
      whiteSpace: 'nowrap',
      textDecoration: 'underline',
      '@media (pointer: coarse)': { display: 'inline-block', padding: '12px 4px' },
    }),
    source: css({ color: theme.colors.text.secondary, textAlign: 'end' }),
  };
};
