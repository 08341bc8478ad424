import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import React, { useMemo } from 'react';
import { type UrlState } from '../data/use-url-state.ts';
import { formatCost } from '../parts/format.ts';
import { type EventRow } from '../run/rows.ts';
import { SectionBar } from '../run/SectionBar.tsx';
import { historyOf } from './model/history-model.ts';
import { type TaskDetail } from './model/task-detail.ts';
import { AgentsSection } from './sections/AgentsSection.tsx';
import { AttemptsSection } from './sections/AttemptsSection.tsx';
import { HistorySection } from './sections/HistorySection.tsx';
import { LogsSection } from './sections/LogsSection.tsx';
import { ToolsSection } from './sections/ToolsSection.tsx';
import { TraceSection } from './sections/TraceSection.tsx';
import { UsageSection } from './sections/UsageSection.tsx';
import { type TaskKey } from './use-task-data.ts';

const SECTIONS = ['attempts', 'agents', 'tools', 'logs', 'trace', 'usage', 'history'] as const;
type Section = (typeof SECTIONS)[number];
const PART_ID = 'task-section';

interface Props {
  place: TaskKey;
  task: TaskDetail;
  evidence: readonly EventRow[];
  url: UrlState;
}

/** Everything known of the work on the task; one part at a time. */
export function TaskSections({ place, task, evidence, url }: Props) {
  const styles = useStyles2(getStyles);
  const section = SECTIONS.find((one) => one === url.get('section')) ?? 'attempts';
  const changes = useMemo(() => historyOf(task.transitions, evidence, task.sessions), [task, evidence]);
  const choices: Array<{ value: Section; label: string; note?: string }> = [
    { value: 'attempts', label: 'Attempts', note: String(task.attempts.length) },
    { value: 'agents', label: 'Agents', note: String(task.sessions.length + task.agents.length) },
    { value: 'tools', label: 'Tool calls', note: String(task.toolCalls.length) },
    { value: 'logs', label: 'Logs' },
    { value: 'trace', label: 'Trace' },
    { value: 'usage', label: 'Usage', note: task.costUsd > 0 ? formatCost(task.costUsd) : undefined },
    { value: 'history', label: 'History', note: String(changes.length) },
  ];
  return (
    <section className={styles.box} aria-label="The work on it">
      <SectionBar
        label="The work on the task"
        value={section}
        choices={choices}
        controls={PART_ID}
        onChange={(next) => url.set({ section: next === 'attempts' ? undefined : next, q: undefined })}
      />
      <div id={PART_ID} role="tabpanel" aria-label={section} className={styles.part}>
        {section === 'attempts' ? (
          <AttemptsSection attempts={task.attempts} project={place.project} taskId={place.taskId} />
        ) : section === 'agents' ? (
          <AgentsSection sessions={task.sessions} agents={task.agents} />
        ) : section === 'tools' ? (
          <ToolsSection calls={task.toolCalls} />
        ) : section === 'logs' ? (
          <LogsSection place={place} url={url} />
        ) : section === 'trace' ? (
          <TraceSection place={place} url={url} />
        ) : section === 'usage' ? (
          <UsageSection task={task} />
        ) : (
          <HistorySection changes={changes} />
        )}
      </div>
    </section>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  box: css({
    minWidth: 0,
    padding: theme.spacing(0.5, 1, 1),
    background: theme.colors.background.primary,
    border: `1px solid ${theme.colors.border.weak}`,
    borderRadius: theme.shape.radius.default,
  }),
  part: css({ minWidth: 0, paddingTop: theme.spacing(1) }),
});
