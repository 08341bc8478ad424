import { css, cx } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { LinkButton, useStyles2 } from '@grafana/ui';
import React from 'react';
import { useDatasource } from '../../data/datasource.ts';
import { useRole } from '../../data/use-role.ts';
import { Card } from '../../parts/Card.tsx';
import { CopyBlock } from '../../parts/CopyBlock.tsx';
import { useNow } from '../../parts/use-now.ts';
import { closedReason, phaseText, runOffers, taskOffers } from '../model/control-model.ts';
import { type RunRow, type TaskRow } from '../rows.ts';
import { OfferBar } from './OfferBar.tsx';
import { reportLink } from './report-link.ts';
import { useRunControl } from './use-run-control.ts';

interface Props {
  project: string;
  run: RunRow;
  tasks: readonly TaskRow[];
  /** Id of the task that is lit. */
  selected?: string;
}

/** A run that `execute` works on: how it is, what can be done to it and to the selected task, and what became of the last command. */
export function ControlCard({ project, run, tasks, selected }: Props) {
  const styles = useStyles2(getStyles);
  const uid = useDatasource().settings?.uid;
  const role = useRole();
  const { answer, command, send } = useRunControl(project, run.id);
  const now = useNow((at) => Math.floor(at / 1000) * 1000);
  const control = answer.data;
  const task = tasks.find(({ taskId }) => taskId === selected);
  const report = reportLink(uid, run.id);
  if (!control) {
    return answer.state === 'error' ? (
      <Card title="Execution">
        <p className={styles.quiet}>Whether this run can be controlled is not known. {answer.error}</p>
      </Card>
    ) : null;
  }
  const allowed = role.canControl || role.canLogIn;
  const busy = command?.state === 'sent';
  const resumable = !control.running && control.phase !== undefined && run.endReason !== 'finished';
  return (
    <Card
      title="Execution"
      aside={
        <span className={styles.aside}>
          <span data-testid="run-phase">{phaseText(control, now)}</span>
          {report === undefined ? null : (
            <LinkButton href={report} target="_blank" rel="noreferrer" variant="secondary" className={styles.touch}>
              Report
            </LinkButton>
          )}
        </span>
      }
    >
      <div className={styles.parts} data-testid="run-control">
        {control.running && !allowed ? <p className={styles.quiet}>{closedReason(control, role)}</p> : null}
        {control.running && allowed ? (
          <OfferBar
            label="Control of the run"
            offers={runOffers(control, role)}
            busy={busy}
            onSend={(label, body) => send(label, body)}
          />
        ) : null}
        {control.running && allowed && task ? (
          <div className={styles.task}>
            <h3 className={styles.title}>
              Task {task.taskId} {task.title}
            </h3>
            <OfferBar
              key={task.taskId}
              label={`Control of task ${task.taskId}`}
              offers={taskOffers(control, role, {
                taskId: task.taskId,
                status: task.status,
                isParent: tasks.some(({ parentId }) => parentId === task.taskId),
              })}
              busy={busy}
              onSend={(label, body) => send(`${label}, task ${task.taskId}`, { ...body, taskId: task.taskId })}
            />
          </div>
        ) : control.running && allowed ? (
          <p className={styles.quiet}>
            Choose a task in the graph, the timeline or the list to approve, retry, set aside or override it.
          </p>
        ) : null}
        {resumable ? (
          <>
            <p className={styles.quiet}>It is taken up again on the machine it ran on:</p>
            <CopyBlock text={`taskmaster-observe resume ${run.id}`} what="Command that resumes the run" />
          </>
        ) : null}
        {command ? (
          <p
            className={cx(styles.outcome, command.state === 'refused' && styles.refused)}
            role={command.state === 'refused' ? 'alert' : 'status'}
            data-testid="command-outcome"
          >
            <strong>{command.label}:</strong> {command.state === 'refused' ? 'refused. ' : ''}
            {command.text}
          </p>
        ) : null}
      </div>
    </Card>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  parts: css({ display: 'grid', gap: theme.spacing(1.5), minWidth: 0 }),
  aside: css({
    display: 'inline-flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: theme.spacing(1),
    color: theme.colors.text.secondary,
  }),
  touch: css({ '@media (pointer: coarse)': { minHeight: 44, minWidth: 44 } }),
  task: css({
    display: 'grid',
    gap: theme.spacing(1),
    paddingTop: theme.spacing(1.5),
    borderTop: `1px solid ${theme.colors.border.weak}`,
  }),
  title: css({ margin: 0, fontSize: theme.typography.body.fontSize, fontWeight: theme.typography.fontWeightMedium }),
  quiet: css({ margin: 0, color: theme.colors.text.secondary }),
  outcome: css({ margin: 0, overflowWrap: 'anywhere' }),
  refused: css({ color: theme.colors.error.text }),
});
