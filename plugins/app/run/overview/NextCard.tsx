import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import React from 'react';
import { StatusMark } from '../../../shared/StatusMark.tsx';
import { Card } from '../../parts/Card.tsx';
import { formatDuration } from '../../parts/format.ts';
import { type NextTask } from '../model/next-model.ts';
import { type Total, totalText } from '../model/whole-work.ts';
import { TaskLines } from './TaskLines.tsx';

interface Props {
  next: readonly NextTask[];
  /** How many can start: `next` may be cut. */
  total: Total;
  /** How many tasks wait for others. */
  waiting: Total;
  className?: string;
  linkTo: (taskId: string) => string;
}

const MOST = 4;

/** What can start now, best first. */
export function NextCard({ next, total, waiting, className, linkTo }: Props) {
  const styles = useStyles2(getStyles);
  const more = { ...total, count: total.count - MOST };
  return (
    <Card title="Next" className={className}>
      {next.length === 0 ? (
        <p className={styles.quiet}>Nothing can start now.</p>
      ) : (
        <TaskLines
          label="Tasks that can start"
          lines={next.slice(0, MOST).map(({ taskId, title, priority, expectedMs }) => ({
            key: taskId,
            mark: <StatusMark status="pending" size={16} />,
            title: `${taskId} ${title}`,
            to: linkTo(taskId),
            end: [priority ?? '', expectedMs === null ? '' : `~ ${formatDuration(expectedMs)}`]
              .filter(Boolean)
              .join(' · '),
          }))}
        />
      )}
      <p className={styles.quiet}>
        {[
          more.count > 0 ? `${totalText(more)} more can start` : '',
          waiting.count > 0 ? `${totalText(waiting)} wait for others` : '',
        ]
          .filter(Boolean)
          .join(' · ')}
      </p>
    </Card>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  quiet: css({ margin: theme.spacing(1, 0, 0), color: theme.colors.text.secondary, '&:empty': { display: 'none' } }),
});
