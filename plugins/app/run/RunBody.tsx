import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import React, { useCallback, useMemo } from 'react';
import { taskLink } from '../../../contract/app-links.ts';
import { Action } from '../parts/Action.tsx';
import { formatCost, formatInstant } from '../parts/format.ts';
import { ControlCard } from './control/ControlCard.tsx';
import { slowestChain } from './model/slowest-chain.ts';
import { Overview } from './overview/Overview.tsx';
import { SummaryCards } from './overview/SummaryCards.tsx';
import { type CheckpointRow, type RunRow, type StatusRow, type TaskRow, type TimelineRow } from './rows.ts';
import { SectionBar } from './SectionBar.tsx';
import { Sections } from './Sections.tsx';
import { SelectedBar } from './SelectedBar.tsx';
import { usePhone } from './use-phone.ts';
import { type RunData } from './use-run-data.ts';
import { type PhoneSection, type RunState, type Section, SECTIONS } from './use-run-state.ts';
import { Views } from './Views.tsx';

interface Props {
  project: string;
  runId?: string;
  run?: RunRow;
  status: StatusRow;
  tag: string;
  tasks: readonly TaskRow[];
  data: RunData;
  state: RunState;
}

const PART_ID = 'run-section';

/** The page below its heading: the answers, the two pictures, and the lists; on a phone one of them at a time. */
export function RunBody({ project, runId, run, status, tag, tasks, data, state }: Props) {
  const styles = useStyles2(getStyles);
  const phone = usePhone();
  const { task: selected, select, set } = state;
  const linkTo = useCallback((taskId: string) => taskLink(project, tag, taskId), [project, tag]);
  const over = runId !== undefined && run !== undefined && run.state !== 'open';
  const chain = useMemo(
    () => (over ? slowestChain(data.timeline.rows<TimelineRow>(), run.endedAt ?? 0) : null),
    [over, data.timeline, run]
  );
  const showCost = useCallback(() => set({ section: 'cost' }), [set]);
  const checkpoints = data.checkpoints.rows<CheckpointRow>();
  const section: PhoneSection = phone || isList(state.section) ? state.section : 'tasks';
  const cost = run?.costUsd ?? status.costUsd;
  const lists: Array<{ value: PhoneSection; label: string; note?: string }> = [
    { value: 'tasks', label: 'Tasks', note: tasks.length.toLocaleString('en-US') },
    { value: 'events', label: 'Events' },
    { value: 'checkpoints', label: 'Checkpoints', note: String(checkpoints.length) },
    { value: 'resources', label: 'Resources' },
    { value: 'cost', label: 'Cost', note: cost > 0 ? formatCost(cost) : undefined },
  ];
  const pictures: typeof lists = [
    { value: 'now', label: over ? 'Summary' : 'Now' },
    { value: 'graph', label: 'Graph' },
    { value: 'timeline', label: 'Timeline' },
  ];
  const answers = over ? (
    <SummaryCards run={run} chain={chain} linkTo={linkTo} onCost={showCost} />
  ) : (
    <Overview
      status={status}
      tasks={tasks}
      tasksKnown={runId === undefined || state.everyTask}
      run={run}
      selected={selected}
      linkTo={linkTo}
      onSelect={(taskId) => select(taskId === selected ? undefined : taskId)}
      onCost={showCost}
    />
  );
  const control =
    run?.source === 'execute' ? (
      <ControlCard key={run.id} project={project} run={run} tasks={tasks} selected={selected} />
    ) : null;
  const bar = (
    <SectionBar
      label="Parts of the run"
      value={section}
      choices={phone ? [...pictures, ...lists] : lists}
      controls={PART_ID}
      onChange={(next) => set({ section: next === 'now' ? undefined : next })}
    />
  );
  const light =
    selected === undefined ? null : (
      <SelectedBar
        taskId={selected}
        task={tasks.find(({ taskId }) => taskId === selected)}
        known={data.tasks.state === 'ready'}
        to={linkTo(selected)}
        onClear={() => select(undefined)}
      />
    );
  const stretch =
    state.from === undefined ? null : (
      <div className={styles.stretch} role="status">
        <span>
          Timeline and events from {momentText(state.from)} to {momentText(state.to ?? 'now')}
        </span>
        <Action variant="secondary" onClick={() => set({ from: undefined, to: undefined })}>
          Show the whole run
        </Action>
      </div>
    );
  const part = (
    <Sections
      project={project}
      runId={runId}
      run={run}
      tag={tag}
      tasks={tasks}
      checkpoints={checkpoints}
      section={section}
      state={state}
      data={data}
      linkTo={linkTo}
    />
  );

  if (phone) {
    return (
      <div className={styles.page}>
        {bar}
        {light}
        {stretch}
        <div id={PART_ID} role="tabpanel" aria-label={section}>
          {section === 'now' ? (
            <div className={styles.page}>
              {answers}
              {control}
            </div>
          ) : section === 'graph' || section === 'timeline' ? (
            <Views
              data={data}
              state={state}
              project={project}
              tag={tag}
              only={section}
              height="max(420px, calc(100vh - 340px))"
            />
          ) : (
            part
          )}
        </div>
      </div>
    );
  }
  return (
    <div className={styles.page}>
      {answers}
      {control}
      {light}
      {stretch}
      <Views data={data} state={state} project={project} tag={tag} height="clamp(400px, 55vh, 640px)" />
      <section className={styles.lists} aria-label="Lists">
        {bar}
        <div id={PART_ID} role="tabpanel" aria-label={section}>
          {part}
        </div>
      </section>
    </div>
  );
}

const isList = (section: PhoneSection): section is Section => (SECTIONS as readonly string[]).includes(section);
const momentText = (moment: number | string) => (typeof moment === 'number' ? formatInstant(moment) : moment);

const getStyles = (theme: GrafanaTheme2) => ({
  page: css({
    display: 'grid',
    gap: theme.spacing(1),
    gridTemplateColumns: 'minmax(0, 1fr)',
    minWidth: 0,
    paddingTop: theme.spacing(1),
  }),
  lists: css({
    minWidth: 0,
    padding: theme.spacing(0.5, 1, 1),
    background: theme.colors.background.primary,
    border: `1px solid ${theme.colors.border.weak}`,
    borderRadius: theme.shape.radius.default,
  }),
  stretch: css({
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    justifyContent: 'space-between',
    gap: theme.spacing(1),
    padding: theme.spacing(0.75, 1.5),
    background: theme.colors.background.secondary,
    borderRadius: theme.shape.radius.default,
  }),
});
