import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import React, { type ReactNode } from 'react';

const styles = (theme: GrafanaTheme2) =>
  css({
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fill, minmax(min(100%, 300px), 1fr))',
    columnGap: theme.spacing(1),
    rowGap: theme.spacing(0.5),
    alignItems: 'start',
    '& > *': { margin: 0, minWidth: 0 },
  });

/** As many columns of fields as there is room for; one on a telephone. */
export function FieldGrid({ children }: { children: ReactNode }) {
  return <div className={useStyles2(styles)}>{children}</div>;
}
