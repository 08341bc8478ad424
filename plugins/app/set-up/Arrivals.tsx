import { css, keyframes } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { Icon, useStyles2 } from '@grafana/ui';
import React from 'react';
import { projectLink } from '../../../contract/app-links.ts';
import { Action } from '../parts/Action.tsx';
import { Card } from '../parts/Card.tsx';
import { formatInstant } from '../parts/format.ts';
import { RelativeTime } from '../parts/RelativeTime.tsx';
import { StatusBadge } from '../parts/StatusBadge.tsx';
import { sourceName } from './sources.ts';
import { type useArrivals } from './use-arrivals.ts';

interface Props {
  arrivals: ReturnType<typeof useArrivals>;
  /** Project the page is about, if any is chosen. */
  project: string | undefined;
  nameOf: (project: string) => string;
}

function First({ arrivals, nameOf }: Omit<Props, 'project'>) {
  const styles = useStyles2(getStyles);
  const { first, openedAt, error } = arrivals;
  if (first) {
    return (
      <div className={styles.first} role="status">
        <Icon name="check-circle" size="xl" className={styles.good} />
        <div>
          <strong>
            First event from {sourceName(first.source)} at {new Date(first.seenAt).toLocaleTimeString()}
          </strong>
          <div className={styles.quiet}>
            {nameOf(first.project)}: {first.text}
          </div>
        </div>
      </div>
    );
  }
  return (
    <div className={styles.first} role="status">
      <span className={styles.pulse} aria-hidden="true" />
      <div>
        <strong>Waiting for the next event …</strong>
        <div className={styles.quiet} title={formatInstant(openedAt)}>
          {error ?? 'Work with Claude Code in the project, or change a task: it appears here at once.'}
        </div>
      </div>
    </div>
  );
}

/** What has arrived, by source, and the next event as it comes. */
export function Arrivals({ arrivals, project, nameOf }: Props) {
  const styles = useStyles2(getStyles);
  const leadTo = arrivals.first?.project || project;
  return (
    <Card title="What arrives">
      <First arrivals={arrivals} nameOf={nameOf} />
      <ul className={styles.list} aria-label="Sources">
        {arrivals.sources.map(({ source, last }) => (
          <li key={source.id} className={styles.source}>
            <span className={styles.name}>
              {source.name}
              <span className={styles.quiet}>{source.brings}</span>
            </span>
            <span className={styles.state}>
              <StatusBadge status={last ? 'done' : 'pending'} label={last ? 'Connected' : 'Not yet'} />
              {last ? (
                <span className={styles.quiet}>
                  <RelativeTime at={last.time} />
                </span>
              ) : null}
            </span>
          </li>
        ))}
      </ul>
      {leadTo ? <Action to={projectLink(leadTo)}>Open {nameOf(leadTo)}</Action> : null}
    </Card>
  );
}

const beat = keyframes({
  '0%': { transform: 'scale(0.6)', opacity: 1 },
  '100%': { transform: 'scale(1.6)', opacity: 0 },
});

const getStyles = (theme: GrafanaTheme2) => ({
  first: css({
    display: 'grid',
    gridTemplateColumns: '28px minmax(0, 1fr)',
    gap: theme.spacing(1),
    padding: theme.spacing(1.5),
    overflowWrap: 'anywhere',
    background: theme.colors.background.secondary,
    borderRadius: theme.shape.radius.default,
  }),
  good: css({ color: theme.colors.success.text }),
  pulse: css({
    position: 'relative',
    width: 12,
    height: 12,
    margin: 6,
    borderRadius: '50%',
    background: theme.colors.primary.main,
    '&::after': {
      content: '""',
      position: 'absolute',
      inset: -4,
      borderRadius: '50%',
      border: `2px solid ${theme.colors.primary.main}`,
      animation: `${beat} 1.6s ease-out infinite`,
    },
    '@media (prefers-reduced-motion: reduce)': { '&::after': { animation: 'none' } },
  }),
  quiet: css({ color: theme.colors.text.secondary, fontSize: theme.typography.bodySmall.fontSize }),
  list: css({ listStyle: 'none', margin: theme.spacing(1, 0, 2), padding: 0 }),
  source: css({
    display: 'flex',
    justifyContent: 'space-between',
    gap: theme.spacing(1),
    padding: theme.spacing(1, 0),
    borderBottom: `1px solid ${theme.colors.border.weak}`,
  }),
  name: css({ display: 'flex', flexDirection: 'column', minWidth: 0 }),
  state: css({ display: 'flex', flexDirection: 'column', alignItems: 'flex-end', textAlign: 'end' }),
});
