import React, { useState } from 'react';
import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { Icon, useStyles2 } from '@grafana/ui';
import type { GraphNotice } from '../model/types.ts';

/** What was odd in the data or had to be left out: one line, the rest on demand. */
export function NoticeBar({ notices, failed }: { notices: GraphNotice[]; failed: string | null }) {
  const styles = useStyles2(getStyles);
  const [open, setOpen] = useState(false);
  const all: GraphNotice[] =
    failed === null
      ? notices
      : [
          { severity: 'warning', text: `The newest data could not be laid out (${failed}); the picture may be old.` },
          ...notices,
        ];
  const first = all[0];
  if (first === undefined) {
    return null;
  }
  return (
    <div className={styles.bar} role="status">
      <Icon name={first.severity === 'warning' ? 'exclamation-triangle' : 'info-circle'} size="sm" />
      <div className={styles.texts}>
        {(open ? all : [first]).map((notice) => (
          <div key={notice.text} className={open ? undefined : styles.line} title={notice.text}>
            {notice.text}
          </div>
        ))}
      </div>
      {(all.length > 1 || first.text.length > 120) && (
        <button type="button" className={styles.more} aria-expanded={open} onClick={() => setOpen(!open)}>
          {open ? 'Less' : all.length > 1 ? `${all.length - 1} more` : 'More'}
        </button>
      )}
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  bar: css({
    display: 'flex',
    gap: theme.spacing(1),
    alignItems: 'center',
    padding: theme.spacing(0.25, 1),
    marginBottom: theme.spacing(0.5),
    color: theme.colors.text.secondary,
    background: theme.colors.background.secondary,
    borderRadius: theme.shape.radius.default,
    maxHeight: 120,
    overflowY: 'auto',
    '& > svg': { flex: 'none', color: theme.colors.warning.text },
  }),
  texts: css({ flex: 1, minWidth: 0, overflowWrap: 'anywhere' }),
  line: css({ overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' }),
  more: css({
    flex: 'none',
    border: 'none',
    background: 'none',
    padding: theme.spacing(0, 0.5),
    color: theme.colors.text.link,
    fontSize: 'inherit',
    '@media (pointer: coarse)': { minHeight: 44, minWidth: 44 },
  }),
});
