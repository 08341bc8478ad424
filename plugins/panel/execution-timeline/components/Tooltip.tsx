import React from 'react';
import type { DataFrame } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import type { TimelineStore } from '../view/store.ts';
import { describeSpan } from './describe.ts';
import { useHover } from './use-store.ts';
import { StatusMark } from './StatusMark.tsx';
import { getStyles } from './styles.ts';

interface Props {
  store: TimelineStore;
  frames: readonly DataFrame[];
  timeZone: string;
  resolve: (name: string) => string;
}

/** What lies below the pointer, beside it and inside the panel. */
export function Tooltip({ store, frames, timeZone, resolve }: Props) {
  const styles = useStyles2(getStyles);
  const hover = useHover(store);
  const table = store.data.timeline?.table;
  const span = hover?.hit?.span ?? -1;
  if (!hover || !table || span < 0 || span >= table.count || store.drag) {
    return null;
  }
  const facts = describeSpan(table, span, frames, timeZone, store.now());
  const { width, height } = store.layout;
  const right = hover.x > width / 2;
  const low = hover.y > height / 2;
  const others = (hover.hit?.hidden ?? 1) - 1;
  return (
    <div
      className={styles.tooltip}
      role="tooltip"
      style={{
        left: right ? undefined : hover.x + 14,
        right: right ? width - hover.x + 14 : undefined,
        top: low ? undefined : hover.y + 14,
        bottom: low ? height - hover.y + 14 : undefined,
        maxWidth: Math.max(140, Math.min(300, width * 0.6)),
      }}
    >
      <strong>{facts.name}</strong>
      <div className={styles.inline}>
        <StatusMark shape={facts.status.shape} color={resolve(facts.status.color)} />
        {facts.statusText}
        <span>{facts.duration}</span>
        {facts.attempt > 1 && <span>attempt {facts.attempt}</span>}
      </div>
      <span>{[facts.kind, facts.agent, facts.model].filter((text) => text !== '').join(' · ')}</span>
      {others > 0 && (
        <div>
          <span>and {others.toLocaleString('en-US')} more in this pixel; the most urgent is shown</span>
        </div>
      )}
    </div>
  );
}
