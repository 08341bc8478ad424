import React from 'react';
import { setUpLink } from '../../../../contract/app-links.ts';
import { type Column, DataTable } from '../../parts/DataTable.tsx';
import { Empty } from '../../parts/Empty.tsx';
import { formatCost, formatDuration } from '../../parts/format.ts';
import { RelativeTime } from '../../parts/RelativeTime.tsx';
import { shortId } from '../model/history-model.ts';
import { type Session, type SubAgent } from '../model/task-detail.ts';

const SESSIONS: ReadonlyArray<Column<Session>> = [
  {
    id: 'agent',
    header: 'Agent',
    width: 'minmax(140px, 1fr)',
    lead: true,
    render: ({ agent, service }) => agent ?? service ?? 'Unknown agent',
  },
  { id: 'session', header: 'Session', width: '110px', render: ({ id }) => <code title={id}>{shortId(id)}</code> },
  { id: 'model', header: 'Model', width: 'minmax(140px, 1fr)', render: ({ model }) => model ?? '–' },
  { id: 'last', header: 'Last sign of life', width: '140px', render: ({ lastAt }) => <RelativeTime at={lastAt} /> },
  {
    id: 'calls',
    header: 'Tool calls (whole session)',
    width: '190px',
    render: ({ toolCalls, toolErrors, apiErrors }) =>
      [`${toolCalls}`, toolErrors > 0 ? `${toolErrors} failed` : '', apiErrors > 0 ? `${apiErrors} API errors` : '']
        .filter(Boolean)
        .join(', '),
  },
  {
    id: 'cost',
    header: 'Cost (whole session)',
    width: '150px',
    align: 'end',
    render: ({ costUsd }) => formatCost(costUsd),
  },
];

const AGENTS: ReadonlyArray<Column<SubAgent>> = [
  { id: 'type', header: 'Sub-agent', width: 'minmax(140px, 1fr)', lead: true, render: ({ type, id }) => type ?? id },
  {
    id: 'session',
    header: 'Session',
    width: '110px',
    render: ({ session }) => <code title={session}>{shortId(session)}</code>,
  },
  { id: 'began', header: 'Began', width: '140px', render: ({ startedAt }) => <RelativeTime at={startedAt} /> },
  {
    id: 'took',
    header: 'Took',
    width: '120px',
    render: ({ startedAt, endedAt }) =>
      formatDuration(startedAt === null || endedAt === null ? null : endedAt - startedAt),
  },
  { id: 'uses', header: 'Tool calls', width: '110px', align: 'end', render: ({ toolUses }) => toolUses ?? '–' },
];

/** Who worked on the task: sessions, and agents they began. */
export function AgentsSection({ sessions, agents }: { sessions: readonly Session[]; agents: readonly SubAgent[] }) {
  if (sessions.length === 0) {
    return (
      <Empty
        title="No agent is known to have worked on it"
        text="Agents report by hooks and OpenTelemetry. Without them the task’s status is seen, and nothing of the work."
        action="Connect agents"
        to={setUpLink()}
      />
    );
  }
  return (
    <>
      <DataTable label="Agent sessions" columns={SESSIONS} rows={sessions} rowKey={({ id }) => id} />
      {agents.length === 0 ? null : (
        <DataTable label="Sub-agents" columns={AGENTS} rows={agents} rowKey={({ session, id }) => `${session}/${id}`} />
      )}
    </>
  );
}
