import { css } from '@emotion/css';
import { type GrafanaTheme2, type IconName } from '@grafana/data';
import { Icon, useStyles2 } from '@grafana/ui';
import React from 'react';
import { taskLink } from '../../../contract/app-links.ts';
import { toStatus } from '../../shared/status.ts';
import { StatusMark } from '../../shared/StatusMark.tsx';
import { Card } from '../parts/Card.tsx';
import { formatDuration } from '../parts/format.ts';
import { TaskLines } from '../run/overview/TaskLines.tsx';
import { type TaskRow } from '../run/rows.ts';
import { type Neighbour } from './model/neighbours-model.ts';
import { type TaskKey } from './use-task-data.ts';

interface Props {
  place: TaskKey;
  before: readonly Neighbour[];
  after: readonly Neighbour[];
  subtasks: readonly TaskRow[];
}

const MISSING: IconName = 'exclamation-triangle';

/** What the task depends on, what waits for it, and its subtasks; each leads to its page. */
export function Related({ place: { project, tag }, before, after, subtasks }: Props) {
  const styles = useStyles2(getStyles);
  const linesOf = (neighbours: readonly Neighbour[]) =>
    neighbours.map(({ taskId, label, status }) => ({
      key: taskId,
      mark:
        status === null ? (
          <Icon name={MISSING} className={styles.missing} title="Missing" />
        ) : (
          <StatusMark status={toStatus(status)} />
        ),
      title: label,
      to: status === null ? undefined : taskLink(project, tag, taskId),
    }));
  return (
    <Card title="Around it">
      <h3 className={styles.label}>Depends on</h3>
      {before.length === 0 ? (
        <p className={styles.none}>Nothing</p>
      ) : (
        <TaskLines label="Depends on" lines={linesOf(before)} />
      )}
      <h3 className={styles.label}>Waited for by</h3>
      {after.length === 0 ? (
        <p className={styles.none}>Nothing</p>
      ) : (
        <TaskLines label="Waited for by" lines={linesOf(after)} />
      )}
      {subtasks.length === 0 ? null : (
        <>
          <h3 className={styles.label}>Subtasks</h3>
          <TaskLines
            label="Subtasks"
            lines={subtasks.map(({ taskId, title, status, durationMs }) => ({
              key: taskId,
              mark: <StatusMark status={toStatus(status)} />,
              title: `${taskId} ${title}`,
              to: taskLink(project, tag, taskId),
              end: durationMs === null ? undefined : formatDuration(durationMs),
            }))}
          />
        </>
      )}
    </Card>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  label: css({
    margin: theme.spacing(1.5, 0, 0.5),
    fontSize: theme.typography.body.fontSize,
    fontWeight: 400,
    color: theme.colors.text.secondary,
    '&:first-of-type': { marginTop: 0 },
  }),
  none: css({ margin: 0 }),
  missing: css({ color: theme.colors.warning.text }),
});
