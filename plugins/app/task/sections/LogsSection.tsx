import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { Input, useStyles2 } from '@grafana/ui';
import React, { useState } from 'react';
import { setUpLink } from '../../../../contract/app-links.ts';
import { type UrlState } from '../../data/use-url-state.ts';
import { useQuery } from '../../data/use-query.ts';
import { Action } from '../../parts/Action.tsx';
import { Choice } from '../../parts/Choice.tsx';
import { Empty } from '../../parts/Empty.tsx';
import { ErrorState } from '../../parts/ErrorState.tsx';
import { Loading } from '../../parts/Loading.tsx';
import { ALL_TIME } from '../../run/use-run-data.ts';
import { type LogRow } from '../model/logs-model.ts';
import { type TaskKey } from '../use-task-data.ts';
import { LogLine } from './LogLine.tsx';

const PAGE = 100;
const MOST = 5000;
const SEVERITIES = ['trace', 'info', 'warn', 'error'] as const;
const LABELS: Record<(typeof SEVERITIES)[number], string> = {
  trace: 'Everything',
  info: 'Info and above',
  warn: 'Warnings and errors',
  error: 'Errors',
};

/** Log lines of the sessions that served the task, while they did, the newest first. */
export function LogsSection({ place, url }: { place: TaskKey; url: UrlState }) {
  const styles = useStyles2(getStyles);
  const [limit, setLimit] = useState(PAGE);
  const search = url.get('q') ?? '';
  const severity = SEVERITIES.find((one) => one === url.get('severity')) ?? 'trace';
  const filtered = search !== '' || severity !== 'trace';
  const answer = useQuery({
    queryType: 'logs',
    query: {
      ...place,
      limit,
      order: 'desc',
      ...(search === '' ? {} : { search }),
      ...(severity === 'trace' ? {} : { severity }),
    },
    range: ALL_TIME,
    live: `project/${place.project}`,
  });
  const lines = answer.rows<LogRow>();
  return (
    <>
      <div className={styles.tools}>
        <Choice
          label="Show"
          value={severity}
          options={SEVERITIES.map((value) => ({ value, label: LABELS[value] }))}
          onChange={(next) => url.set({ severity: next === 'trace' ? undefined : next })}
        />
        <Input
          className={styles.search}
          aria-label="Search log lines"
          placeholder="Words in the line"
          value={search}
          onChange={(event) => url.set({ q: event.currentTarget.value }, { replace: true })}
        />
      </div>
      {answer.state === 'error' ? (
        <ErrorState
          title="The log lines cannot be shown"
          text={answer.error}
          action="Ask again"
          onAction={answer.refetch}
        />
      ) : answer.state === 'loading' ? (
        <Loading rows={6} height={28} />
      ) : lines.length === 0 ? (
        filtered ? (
          <Empty
            title="No such line"
            text="No log line of this task fits."
            action="Show everything"
            onAction={() => url.set({ q: undefined, severity: undefined })}
          />
        ) : (
          <Empty
            title="No log lines"
            text="Agents send log lines by OpenTelemetry. None came while one was at work on this task."
            action="Connect agents"
            to={setUpLink()}
          />
        )
      ) : (
        <ol className={styles.list} aria-label="Log lines, the newest first">
          {lines.map((line) => (
            <LogLine key={line.id} line={line} />
          ))}
        </ol>
      )}
      {lines.length >= limit && limit < MOST ? (
        <div className={styles.more}>
          <Action variant="secondary" onClick={() => setLimit((rows) => Math.min(MOST, rows * 2))}>
            Show older lines
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
    marginBottom: theme.spacing(1),
  }),
  search: css({
    flex: '0 1 260px',
    width: 'auto',
    '@media (pointer: coarse)': { 'input, &': { minHeight: 44 } },
    [theme.breakpoints.down('md')]: { flex: '1 1 100%' },
  }),
  list: css({ listStyle: 'none', margin: 0, padding: 0 }),
  more: css({ display: 'grid', justifyItems: 'center', padding: theme.spacing(1) }),
});
