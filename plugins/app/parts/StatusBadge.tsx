import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import React from 'react';
import { StatusMark } from '../../shared/StatusMark.tsx';
import { STATUS_STYLES, toStatus } from '../../shared/status.ts';

/** A status by mark and word, so that colour alone is never needed. `label` where the word is another. */
export function StatusBadge({ status, label }: { status: unknown; label?: string }) {
  const styles = useStyles2(getStyles);
  const known = toStatus(status);
  return (
    <span className={styles.badge}>
      <StatusMark status={known} size={14} />
      {label ?? STATUS_STYLES[known].label}
    </span>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  badge: css({ display: 'inline-flex', alignItems: 'center', gap: theme.spacing(0.75), whiteSpace: 'nowrap' }),
});
