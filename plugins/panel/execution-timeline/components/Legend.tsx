import React from 'react';
import { useStyles2 } from '@grafana/ui';
import type { LegendItem } from '../model/colors.ts';
import type { TimelineStore } from '../view/store.ts';
import { StatusMark } from './StatusMark.tsx';
import { getStyles } from './styles.ts';

/** Items listed before the rest is summed up. */
const SHOWN = 24;

/** What the colours mean; a click dims everything else. */
export function Legend({ store, items }: { store: TimelineStore; items: readonly LegendItem[] }) {
  const styles = useStyles2(getStyles);
  return (
    <div className={styles.legend} role="group" aria-label="Legend">
      {items.slice(0, SHOWN).map((item) => (
        <button
          key={item.key}
          type="button"
          className={styles.legendItem}
          aria-pressed={store.highlight === item.key}
          title={`Show only ${item.label}`}
          onClick={() => store.setHighlight(store.highlight === item.key ? undefined : item.key)}
        >
          {item.shape ? (
            <StatusMark shape={item.shape} color={item.color} />
          ) : (
            <span className={styles.swatch} style={{ background: item.color }} />
          )}
          {item.label} <span className={styles.count}>{item.count.toLocaleString('en-US')}</span>
        </button>
      ))}
      {items.length > SHOWN && <span className={styles.field}>and {items.length - SHOWN} more</span>}
    </div>
  );
}
