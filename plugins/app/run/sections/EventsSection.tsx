import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { Input, useStyles2 } from '@grafana/ui';
import React, { useState } from 'react';
import { taskLink } from '../../../../contract/app-links.ts';
import { useQuery } from '../../data/use-query.ts';
import { Action } from '../../parts/Action.tsx';
import { Choice } from '../../parts/Choice.tsx';
import { Empty } from '../../parts/Empty.tsx';
import { ErrorState } from '../../parts/ErrorState.tsx';
import { Loading } from '../../parts/Loading.tsx';
import { Stale } from '../../parts/Stale.tsx';
import { EVENT_GROUPS, type EventGroup } from '../model/events-model.ts';
import { type EventRow } from '../rows.ts';
import { ALL_TIME } from '../use-run-data.ts';
import { type RunState } from '../use-run-state.ts';
import { EventList } from './EventList.tsx';

interface Props {
  project: string;
  /** Run id, or `newest`. */
  run: string;
  tag?: string;
  state: RunState;
}

const PAGE = 100;
const MOST = 5000;
const GROUPS = (Object.keys(EVENT_GROUPS) as EventGroup[]).map((value) => ({
  value,
  label: EVENT_GROUPS[value].label,
}));

/** What happened, the newest first; new events come in at the top. */
export function EventsSection({ project, run, tag, state }: Props) {
  const styles = useStyles2(getStyles);
  const [limit, setLimit] = useState(PAGE);
  const { events: group, eventSearch, task, from, to } = state;
  const onlyTask = task !== undefined;
  const types = [...EVENT_GROUPS[group].types];
  const answer = useQuery({
    queryType: 'events',
    query: {
      project,
      run,
      tag,
      order: 'desc',
      limit,
      ...(onlyTask ? { taskId: task } : {}),
      ...(types.length > 0 ? { types } : {}),
      ...(eventSearch === '' ? {} : { search: eventSearch }),
    },
    range: from === undefined ? ALL_TIME : { from, to: to ?? 'now' },
    live: `project/${project}`,
  });
  const events = answer.rows<EventRow>();
  return (
    <>
      <div className={styles.tools}>
        <Choice
          label="Show"
          value={group}
          options={GROUPS}
          onChange={(next) => state.set({ events: next === 'all' ? undefined : next })}
        />
        <Input
          className={styles.search}
          aria-label="Search events"
          placeholder="Text in the event"
          value={eventSearch}
          onChange={(event) => state.set({ eq: event.currentTarget.value }, true)}
        />
        {onlyTask ? (
          <Action variant="secondary" icon="times" onClick={() => state.select(undefined)}>
            Only task {task}
          </Action>
        ) : null}
      </div>
      <Stale answer={answer} />
      {answer.state === 'error' ? (
        <ErrorState
          title="The events cannot be shown"
          text={answer.error}
          action="Ask again"
          onAction={answer.refetch}
        />
      ) : answer.state === 'loading' ? (
        <Loading rows={6} height={28} />
      ) : events.length === 0 ? (
        <Empty
          title="No such event"
          text="Nothing that happened fits these filters. Show everything, or wait: new events come in by themselves."
          action="Show everything"
          onAction={() => state.set({ events: undefined, eq: undefined, task: undefined })}
        />
      ) : (
        <EventList
          events={events}
          label="Events, the newest first"
          linkTo={({ tag: of, taskId }) =>
            of === null || taskId === null || taskId === '' ? undefined : taskLink(project, of, taskId)
          }
        />
      )}
      {events.length >= limit && limit < MOST ? (
        <div className={styles.more}>
          <Action variant="secondary" onClick={() => setLimit((rows) => Math.min(MOST, rows * 2))}>
            Show older events
          </Action>
        </div>
      ) : null}
    </>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  tools: css({
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: theme.spacing(1),
    margin: theme.spacing(1, 0),
  }),
  search: css({
    flex: '0 1 260px',
    width: 'auto',
    '@media (pointer: coarse)': { 'input, &': { minHeight: 44 } },
    [theme.breakpoints.down('md')]: { flex: '1 1 100%' },
  }),
  more: css({ display: 'grid', justifyItems: 'center', padding: theme.spacing(1) }),
});
