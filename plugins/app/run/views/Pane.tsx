import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import React, { Suspense } from 'react';
import { type QueryAnswer } from '../../data/use-query.ts';
import { ErrorState } from '../../parts/ErrorState.tsx';
import { Loading } from '../../parts/Loading.tsx';
import { ErrorBoundary } from '../../shell/ErrorBoundary.tsx';

interface Props {
  title: string;
  answer: QueryAnswer;
  /** CSS height the content will have. */
  height: string;
  /** Another value means other content: a failure of the one before is forgotten. */
  resetKey: string;
  children: React.ReactNode;
}

/** A titled place for a picture that is loaded when it is first needed. */
export function Pane({ title, answer, height, resetKey, children }: Props) {
  const styles = useStyles2(getStyles);
  const waiting = (
    <div style={{ height, overflow: 'hidden' }}>
      <Loading rows={1} height={400} label={`Loading ${title.toLowerCase()} …`} />
    </div>
  );
  return (
    <section className={styles.pane} aria-label={title}>
      <h2 className={styles.title}>{title}</h2>
      {answer.frames.length === 0 && answer.state === 'loading' ? (
        waiting
      ) : answer.state === 'error' ? (
        <ErrorState title={`${title}: no answer`} text={answer.error} action="Ask again" onAction={answer.refetch} />
      ) : (
        <ErrorBoundary resetKey={resetKey}>
          <Suspense fallback={waiting}>{children}</Suspense>
        </ErrorBoundary>
      )}
    </section>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  pane: css({
    minWidth: 0,
    padding: theme.spacing(1),
    background: theme.colors.background.primary,
    border: `1px solid ${theme.colors.border.weak}`,
    borderRadius: theme.shape.radius.default,
  }),
  title: css({
    margin: theme.spacing(0.5, 0.5, 1),
    fontSize: theme.typography.h5.fontSize,
    fontWeight: theme.typography.fontWeightMedium,
  }),
});
