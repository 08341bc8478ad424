import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import React, { useMemo } from 'react';
import { setUpLink, taskLink } from '../../../../contract/app-links.ts';
import { useLive } from '../../data/use-live.ts';
import { useLookup } from '../../data/use-lookup.ts';
import { Empty } from '../../parts/Empty.tsx';
import { ErrorState } from '../../parts/ErrorState.tsx';
import { Loading } from '../../parts/Loading.tsx';
import { byAgent, byModel, byTask, overTime, type RunUsage, tokensOf } from '../model/cost-model.ts';
import { CostOverTime } from './CostOverTime.tsx';
import { ShareList } from './ShareList.tsx';

/** What the run used: by task, by agent, by model, and over time. */
export function CostSection({ project, run }: { project: string; run?: string }) {
  const styles = useStyles2(getStyles);
  const answer = useLookup<RunUsage>(run === undefined ? undefined : `runs/${encodeURIComponent(run)}`);
  useLive(run === undefined ? undefined : `run/${run}`, answer.revalidate);
  const usage = answer.data;
  const view = useMemo(
    () => usage && { tasks: byTask(usage), agents: byAgent(usage), models: byModel(usage), time: overTime(usage) },
    [usage]
  );
  if (run === undefined) {
    return <Empty title="No cost yet" text="Cost belongs to a run, and nothing has happened in this project yet." />;
  }
  if (!usage || !view) {
    return answer.state === 'error' ? (
      <ErrorState title="The cost cannot be shown" text={answer.error} action="Ask again" onAction={answer.refetch} />
    ) : (
      <Loading rows={3} height={120} />
    );
  }
  if (tokensOf(usage) === 0 && usage.costUsd === 0) {
    return (
      <Empty
        title="No usage was reported"
        text="Agents report tokens and cost by OpenTelemetry. In this run none did: connect them and the next run has numbers."
        action="Connect agents"
        to={setUpLink()}
      />
    );
  }
  return (
    <div className={styles.grid}>
      <CostOverTime view={view.time} className={styles.wide} />
      <ShareList
        title="By task"
        shares={view.tasks}
        linkTo={({ tag, taskId }) => (tag && taskId ? taskLink(project, tag, taskId) : undefined)}
      />
      <div className={styles.column}>
        <ShareList title="By agent" shares={view.agents} />
        <ShareList title="By model" shares={view.models} />
      </div>
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  grid: css({
    display: 'grid',
    gap: theme.spacing(1),
    marginTop: theme.spacing(1),
    gridTemplateColumns: 'minmax(0, 3fr) minmax(0, 2fr)',
    alignItems: 'start',
    [theme.breakpoints.down('md')]: { gridTemplateColumns: 'minmax(0, 1fr)' },
  }),
  wide: css({ gridColumn: '1 / -1' }),
  column: css({ display: 'grid', gap: theme.spacing(1) }),
});
