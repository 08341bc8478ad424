import { css, cx } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { Icon, useStyles2 } from '@grafana/ui';
import React from 'react';
import { Card } from '../../parts/Card.tsx';
import { formatDuration } from '../../parts/format.ts';
import { type Trouble } from '../model/trouble-model.ts';
import { TaskLines } from './TaskLines.tsx';

interface Props {
  troubles: readonly Trouble[];
  className?: string;
  linkTo: (taskId: string) => string;
}

const MOST = 5;

/** What is stuck or blocked, and why. */
export function TroubleCard({ troubles, className, linkTo }: Props) {
  const styles = useStyles2(getStyles);
  const more = troubles.length - MOST;
  return (
    <Card title="Stuck or blocked" className={className}>
      {troubles.length === 0 ? (
        <p className={styles.fine} role="status">
          <Icon name="check" /> Nothing: whatever waits, waits for work that can be done.
        </p>
      ) : (
        <TaskLines
          label="Tasks that are stuck or blocked"
          lines={troubles.slice(0, MOST).map(({ key, severity, taskId, title, why, forMs }) => ({
            key,
            mark: (
              <Icon
                name="exclamation-triangle"
                className={cx(severity === 'error' ? styles.error : styles.warning)}
                title={severity === 'error' ? 'Needs attention' : 'Warning'}
              />
            ),
            title,
            to: taskId === undefined ? undefined : linkTo(taskId),
            text: why,
            end: forMs === undefined ? undefined : formatDuration(forMs),
          }))}
        />
      )}
      {more > 0 ? <p className={styles.more}>and {more} more: see the list of tasks</p> : null}
    </Card>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  fine: css({ margin: 0, color: theme.colors.text.secondary }),
  error: css({ color: theme.colors.error.text }),
  warning: css({ color: theme.colors.warning.text }),
  more: css({ margin: theme.spacing(1, 0, 0), color: theme.colors.text.secondary }),
});
