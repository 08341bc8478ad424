import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { Icon, useStyles2 } from '@grafana/ui';
import React from 'react';
import { setUpLink } from '../../../../contract/app-links.ts';
import { Card } from '../../parts/Card.tsx';
import { Link } from '../../shell/Link.tsx';
import { type NowView } from '../model/now-model.ts';
import { type Total, totalText } from '../model/whole-work.ts';
import { RunningRow } from './RunningRow.tsx';

interface Props {
  view: NowView;
  /** How many run: the view may be cut. */
  total: Total;
  className?: string;
  selected?: string;
  /** No agent has reported anything: who works and what it costs cannot be known. */
  noAgents: boolean;
  linkTo: (taskId: string) => string;
  onSelect: (taskId: string) => void;
}

/** Rows shown before the rest is counted. */
const MOST = 6;

/** What is running now: task, agent, since when, and how that compares with what is usual. */
export function NowCard({ view, total, className, selected, noAgents, linkTo, onSelect }: Props) {
  const styles = useStyles2(getStyles);
  const { running, idle } = view;
  const more = { ...total, count: total.count - MOST };
  return (
    <Card
      title="Running now"
      className={className}
      aside={running.length > 0 ? <span className={styles.count}>{totalText(total)}</span> : undefined}
    >
      {idle ? (
        <div className={styles.idle} role="status">
          <strong className={styles.idleTitle}>{idle.title}</strong>
          <span className={styles.quiet}>{idle.text}</span>
        </div>
      ) : (
        <ul className={styles.list}>
          {running.slice(0, MOST).map((task) => (
            <RunningRow
              key={task.taskId}
              task={task}
              selected={task.taskId === selected}
              to={linkTo(task.taskId)}
              onSelect={onSelect}
            />
          ))}
        </ul>
      )}
      {more.count > 0 ? <p className={styles.quiet}>and {totalText(more)} more: see the list of tasks</p> : null}
      {noAgents ? (
        <p className={styles.hint}>
          <Icon name="info-circle" /> No agent reports here yet, so who works, tokens and cost are unknown.{' '}
          <Link to={setUpLink()} className={styles.link}>
            Connect your agents
          </Link>
        </p>
      ) : null}
    </Card>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  count: css({
    minWidth: 24,
    padding: theme.spacing(0, 1),
    borderRadius: 12,
    background: theme.colors.background.secondary,
    textAlign: 'center',
    fontWeight: theme.typography.fontWeightMedium,
  }),
  list: css({ listStyle: 'none', margin: 0, padding: 0, display: 'grid', gap: theme.spacing(1) }),
  idle: css({ display: 'grid', gap: theme.spacing(0.5), padding: theme.spacing(1, 0) }),
  idleTitle: css({ fontSize: theme.typography.h4.fontSize, fontWeight: theme.typography.fontWeightMedium }),
  quiet: css({ color: theme.colors.text.secondary, margin: theme.spacing(0.5, 0, 0), overflowWrap: 'anywhere' }),
  hint: css({ color: theme.colors.text.secondary, margin: theme.spacing(1.5, 0, 0) }),
  link: css({
    color: theme.colors.text.link,
    textDecoration: 'underline',
    '@media (pointer: coarse)': { display: 'inline-block', padding: '12px 0' },
  }),
});
