import { css } from '@emotion/css';
import { formattedValueToString, getValueFormat, type GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import React from 'react';
import { type Column, DataTable } from '../../parts/DataTable.tsx';
import { CopyBlock } from '../../parts/CopyBlock.tsx';
import { Empty } from '../../parts/Empty.tsx';
import { RelativeTime } from '../../parts/RelativeTime.tsx';
import { StatusBadge } from '../../parts/StatusBadge.tsx';
import { type CheckpointRow } from '../rows.ts';

const REASONS: Record<string, string> = {
  interval: 'at its time',
  'task-end': 'after a task',
  command: 'by command',
  shutdown: 'before stopping',
  start: 'at the start',
  end: 'at the end',
};

const bytes = getValueFormat('bytes');

const COLUMNS: ReadonlyArray<Column<CheckpointRow>> = [
  {
    id: 'at',
    header: 'Taken',
    width: 'minmax(120px, 1fr)',
    lead: true,
    render: ({ createdAt }) => <RelativeTime at={createdAt} />,
  },
  { id: 'reason', header: 'Why', width: '160px', render: ({ reason }) => REASONS[reason] ?? reason },
  {
    id: 'tasks',
    header: 'Finished',
    width: '120px',
    render: ({ tasksDone, tasksOpen }) => `${tasksDone} of ${tasksDone + tasksOpen}`,
  },
  {
    id: 'size',
    header: 'Size',
    width: '120px',
    align: 'end',
    render: ({ sizeBytes }) => formattedValueToString(bytes(sizeBytes)),
  },
  {
    id: 'valid',
    header: 'State',
    width: '160px',
    render: ({ valid }) => (
      <StatusBadge status={valid ? 'done' : 'failed'} label={valid ? 'Complete' : 'Both copies damaged'} />
    ),
  },
];

/** States of the work a run can go on from. */
export function CheckpointsSection({ checkpoints }: { checkpoints: readonly CheckpointRow[] }) {
  const styles = useStyles2(getStyles);
  return checkpoints.length === 0 ? (
    <Empty
      title="No checkpoints"
      text="Checkpoints are saved of runs that “taskmaster-observe execute” works on: after tasks, at intervals, on command and before it stops. A run that is only watched has none; its tasks are safe in Task Master’s own file."
    >
      <CopyBlock
        text="taskmaster-observe execute --executor claude --autonomous-mode"
        what="Command that executes a queue"
      />
    </Empty>
  ) : (
    <div className={styles.list}>
      <DataTable label="Checkpoints" columns={COLUMNS} rows={checkpoints} rowKey={({ id }) => id} />
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({ list: css({ marginTop: theme.spacing(1) }) });
