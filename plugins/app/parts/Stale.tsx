import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { Icon, useStyles2 } from '@grafana/ui';
import React from 'react';
import { type QueryAnswer } from '../data/use-query.ts';
import { Action } from './Action.tsx';
import { RelativeTime } from './RelativeTime.tsx';

/** Above content that is from before: since when, why, and that it goes on by itself. Nothing where all is fresh. */
export function Stale({ answer }: { answer: Pick<QueryAnswer, 'state' | 'error' | 'at' | 'refetch'> }) {
  const styles = useStyles2(getStyles);
  return answer.state !== 'stale' ? null : (
    <div className={styles.box} role="status">
      <Icon name="history" />
      <span className={styles.text}>
        What you see is from <RelativeTime at={answer.at} />. {answer.error} It is asked again by itself.
      </span>
      <Action variant="secondary" onClick={answer.refetch}>
        Ask now
      </Action>
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  box: css({
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: theme.spacing(1),
    padding: theme.spacing(1, 1.5),
    marginBottom: theme.spacing(2),
    borderRadius: theme.shape.radius.default,
    border: `1px solid ${theme.colors.warning.border}`,
    background: theme.colors.warning.transparent,
  }),
  text: css({ flex: '1 1 240px', overflowWrap: 'anywhere' }),
});
