import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { config } from '@grafana/runtime';
import { useStyles2 } from '@grafana/ui';
import React from 'react';
import { useHealth } from '../data/use-health.ts';
import { Action } from '../parts/Action.tsx';
import { Card } from '../parts/Card.tsx';
import { Loading } from '../parts/Loading.tsx';
import { StatusBadge } from '../parts/StatusBadge.tsx';
import { LogInCard } from './LogInCard.tsx';

const MARKS: Record<string, string> = { ok: 'done', degraded: 'blocked', down: 'failed' };

/** Without Grafana there is nothing to set here: what the page stands on, and where each thing is set instead. */
export function PageConfiguration() {
  const styles = useStyles2(getStyles);
  const { health, refetch } = useHealth();
  return (
    <div className={styles.page}>
      <Card
        title="Service"
        aside={
          <Action variant="secondary" onClick={refetch}>
            Test
          </Action>
        }
      >
        {health ? (
          <>
            <dl className={styles.facts}>
              <dt>Address</dt>
              <dd>{config.appUrl.replace(/\/$/, '')}</dd>
              <dt>Version</dt>
              <dd>{health.version ?? 'not said'}</dd>
              <dt>State</dt>
              <dd>
                <span role="status">
                  <StatusBadge status={health.good ? 'done' : 'failed'} label={health.message} />
                </span>
              </dd>
            </dl>
            <ul className={styles.list} aria-label="What the service depends on">
              {health.dependencies.map(({ name, state, text }) => (
                <li key={name} className={styles.item}>
                  <StatusBadge status={MARKS[state] ?? 'unknown'} label={name} />
                  <span className={styles.quiet}>{text}</span>
                </li>
              ))}
            </ul>
          </>
        ) : (
          <Loading rows={3} height={28} />
        )}
      </Card>
      <LogInCard />
      <Card title="Where things are set">
        <p className={styles.quiet}>
          This page keeps no settings. The service reads its own from a file, the environment or flags when it starts:
        </p>
        <ul className={styles.plain}>
          <li>
            Address and port: <code>--host</code>, <code>--port</code>; projects: <code>--project</code>
          </li>
          <li>
            API token: <code>TASKMASTER_OBSERVE_TOKEN</code> or <code>--token-file</code>
          </li>
          <li>
            Everything together: <code>--config observe.yaml</code>; <code>taskmaster-observe start --help</code> lists
            it
          </li>
          <li>In Grafana, an Admin sets address and tokens on this page of the app.</li>
        </ul>
      </Card>
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  page: css({ display: 'grid', gridTemplateColumns: 'minmax(0, 1fr)', gap: theme.spacing(2), maxWidth: 760 }),
  facts: css({
    display: 'grid',
    gridTemplateColumns: 'auto minmax(0, 1fr)',
    gap: theme.spacing(0.5, 2),
    margin: 0,
    '& dt': { color: theme.colors.text.secondary, fontWeight: 'inherit' },
    '& dd': { margin: 0, overflowWrap: 'anywhere', '& span': { whiteSpace: 'normal' } },
  }),
  list: css({ listStyle: 'none', margin: theme.spacing(2, 0, 0), padding: 0 }),
  item: css({
    display: 'grid',
    gridTemplateColumns: 'minmax(120px, 220px) minmax(0, 1fr)',
    gap: theme.spacing(0, 2),
    padding: theme.spacing(0.75, 0),
    borderTop: `1px solid ${theme.colors.border.weak}`,
    overflowWrap: 'anywhere',
    '& > span:first-of-type': { whiteSpace: 'normal' },
    [theme.breakpoints.down('sm')]: { gridTemplateColumns: 'minmax(0, 1fr)' },
  }),
  plain: css({ margin: 0, paddingLeft: theme.spacing(2.5), '& li': { marginTop: theme.spacing(0.5) } }),
  quiet: css({ color: theme.colors.text.secondary }),
});
