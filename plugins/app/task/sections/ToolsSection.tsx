import React from 'react';
import { setUpLink } from '../../../../contract/app-links.ts';
import { type Column, DataTable } from '../../parts/DataTable.tsx';
import { Empty } from '../../parts/Empty.tsx';
import { formatDuration } from '../../parts/format.ts';
import { RelativeTime } from '../../parts/RelativeTime.tsx';
import { StatusBadge } from '../../parts/StatusBadge.tsx';
import { shortId } from '../model/history-model.ts';
import { callDuration, callOutcome, decisionText } from '../model/tools-model.ts';
import { type ToolCall } from '../model/task-detail.ts';

const COLUMNS: ReadonlyArray<Column<ToolCall>> = [
  { id: 'tool', header: 'Tool', width: 'minmax(160px, 1.5fr)', lead: true, render: ({ tool }) => tool },
  {
    id: 'outcome',
    header: 'Outcome',
    width: 'minmax(130px, 1fr)',
    render: (call) => <StatusBadge {...callOutcome(call)} />,
  },
  { id: 'took', header: 'Took', width: '100px', render: (call) => formatDuration(callDuration(call)) },
  {
    id: 'at',
    header: 'When',
    width: '110px',
    render: ({ startedAt, endedAt }) => <RelativeTime at={startedAt ?? endedAt} />,
  },
  { id: 'decision', header: 'Allowed by', width: 'minmax(150px, 1fr)', render: (call) => decisionText(call) },
  {
    id: 'session',
    header: 'Session',
    width: '100px',
    render: ({ session }) => <code title={session}>{shortId(session)}</code>,
  },
];

/** What agents did for the task, the newest first. */
export function ToolsSection({ calls }: { calls: readonly ToolCall[] }) {
  return calls.length === 0 ? (
    <Empty
      title="No tool call is known"
      text="Tool calls are reported by an agent’s hooks or its telemetry, and belong to the task the agent was at work on."
      action="Connect agents"
      to={setUpLink()}
    />
  ) : (
    <DataTable label="Tool calls" columns={COLUMNS} rows={calls} rowKey={({ session, id }) => `${session}/${id}`} />
  );
}
