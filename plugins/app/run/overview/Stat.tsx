import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import React from 'react';
import { Card } from '../../parts/Card.tsx';

interface Props {
  title: string;
  className?: string;
  /** The answer, large. */
  value: React.ReactNode;
  /** What belongs to it, in a line. */
  note?: React.ReactNode;
  /** At the end of the title's line. */
  aside?: React.ReactNode;
  children?: React.ReactNode;
}

/** One question and its answer, legible from afar. */
export function Stat({ title, value, note, aside, className, children }: Props) {
  const styles = useStyles2(getStyles);
  return (
    <Card title={title} aside={aside} className={className}>
      <div className={styles.value}>{value}</div>
      {children}
      {note ? <div className={styles.note}>{note}</div> : null}
    </Card>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  value: css({
    fontSize: 24,
    lineHeight: 1.15,
    fontWeight: theme.typography.fontWeightMedium,
    fontVariantNumeric: 'tabular-nums',
    overflowWrap: 'anywhere',
  }),
  note: css({ marginTop: theme.spacing(0.5), color: theme.colors.text.secondary, overflowWrap: 'anywhere' }),
});
