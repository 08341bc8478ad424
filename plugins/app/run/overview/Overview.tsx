import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import React, { useMemo } from 'react';
import { etaView } from '../model/eta-model.ts';
import { nextTasks } from '../model/next-model.ts';
import { nowView } from '../model/now-model.ts';
import { progressView } from '../model/progress-model.ts';
import { troubleView } from '../model/trouble-model.ts';
import { wholeWork } from '../model/whole-work.ts';
import { type RunRow, type StatusRow, type TaskRow } from '../rows.ts';
import { CostCard } from './CostCard.tsx';
import { EtaCard } from './EtaCard.tsx';
import { NextCard } from './NextCard.tsx';
import { NowCard } from './NowCard.tsx';
import { ProgressCard } from './ProgressCard.tsx';
import { TroubleCard } from './TroubleCard.tsx';

interface Props {
  status: StatusRow;
  tasks: readonly TaskRow[];
  /** Whether `tasks` are all of the tag: only then is what is not among them missing. */
  tasksKnown: boolean;
  run?: RunRow;
  selected?: string;
  linkTo: (taskId: string) => string;
  onSelect: (taskId: string) => void;
  onCost: () => void;
}

/** The questions people come with, in the order of their weight: what runs, how far, until when, what next, what hangs, how much. */
export function Overview({ status, tasks, tasksKnown, run, selected, linkTo, onSelect, onCost }: Props) {
  const styles = useStyles2(getStyles);
  const all = useMemo(() => (tasksKnown ? tasks : []), [tasks, tasksKnown]);
  const work = useMemo(() => wholeWork(status, all), [status, all]);
  const { troubles, waiting } = useMemo(
    () => troubleView({ ...status, waiting: work.waiting }, all),
    [status, work, all]
  );
  const now = useMemo(() => nowView(status), [status]);
  const next = useMemo(() => nextTasks(status, tasks), [status, tasks]);
  return (
    <div className={styles.grid} data-testid="run-overview">
      <NowCard
        view={now}
        total={work.running}
        className={styles.now}
        selected={selected}
        noAgents={run?.state === 'open' && run.sessions === 0}
        linkTo={linkTo}
        onSelect={onSelect}
      />
      <ProgressCard view={progressView(status)} className={styles.progress} />
      <EtaCard view={etaView(status)} className={styles.eta} />
      <NextCard
        next={next}
        total={work.ready}
        waiting={{ count: waiting, atLeast: work.waitingCut }}
        className={styles.next}
        linkTo={linkTo}
      />
      <TroubleCard troubles={troubles} className={styles.trouble} linkTo={linkTo} />
      <CostCard usage={run ?? status} className={styles.cost} onMore={onCost} />
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  grid: css({
    display: 'grid',
    gap: theme.spacing(1),
    '& > section': { padding: theme.spacing(1.25, 1.5) },
    '& > section > header': { marginBottom: theme.spacing(0.75) },
    gridTemplateColumns: 'minmax(0, 5fr) minmax(0, 4fr) minmax(0, 3.5fr) minmax(0, 2.5fr)',
    gridTemplateAreas: '"now progress eta cost" "now next trouble trouble"',
    gridTemplateRows: 'auto 1fr',
    [theme.breakpoints.down('xl')]: {
      gridTemplateColumns: 'repeat(6, minmax(0, 1fr))',
      gridTemplateRows: 'none',
      gridTemplateAreas:
        '"now now now now now now" "progress progress eta eta cost cost" "next next next trouble trouble trouble"',
    },
    [theme.breakpoints.down('md')]: {
      gridTemplateColumns: 'minmax(0, 1fr)',
      gridTemplateAreas: '"now" "progress" "eta" "next" "trouble" "cost"',
    },
  }),
  now: css({ gridArea: 'now' }),
  progress: css({ gridArea: 'progress' }),
  eta: css({ gridArea: 'eta' }),
  next: css({ gridArea: 'next' }),
  trouble: css({ gridArea: 'trouble' }),
  cost: css({ gridArea: 'cost' }),
});
