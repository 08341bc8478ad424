import React from 'react';
import { useStyles2 } from '@grafana/ui';
import type { TimelineOptions } from '../options.ts';
import type { TimelineStore } from '../view/store.ts';
import { ArrangeMenu, type Arrangement } from './ArrangeMenu.tsx';
import { Icon, type IconName } from './Icon.tsx';
import { getStyles } from './styles.ts';

interface Props {
  store: TimelineStore;
  options: TimelineOptions;
  /** The panel's options as they stand, without what was chosen here. */
  preset: TimelineOptions;
  onArrange: (arrangement: Arrangement) => void;
  asTable: boolean;
  /** A finger moves the picture anyhow, and needs the room. */
  touch: boolean;
  onTable: (on: boolean) => void;
  /** Undefined where there is no dashboard range to set. */
  onUseRange?: () => void;
}

interface Tool {
  icon: IconName;
  label: string;
  pressed?: boolean;
  disabled?: boolean;
  onClick: () => void;
}

/** Buttons for everything that gestures and keys do, and for what they cannot. */
export function Toolbar(props: Props) {
  const { store, asTable, touch, onTable, onUseRange } = props;
  const styles = useStyles2(getStyles);
  const nesting = store.data.timeline?.lanes.lanes.filter((lane) => lane.children.length > 0) ?? [];
  const lanes = nesting.length;
  const folded =
    lanes > 0 &&
    nesting.every(
      (lane) =>
        store.isCollapsed(lane) ||
        (lane.parent < 0 && lane.children.length > 0 && store.data.timeline!.lanes.roots.length === 1)
    );
  const tools: Array<Tool | 'separator'> = [
    { icon: 'plus', label: 'Zoom in (+)', onClick: () => store.zoomBy(1 / 1.6) },
    { icon: 'minus', label: 'Zoom out (−)', onClick: () => store.zoomBy(1.6) },
    {
      icon: 'fit',
      label: 'Show everything (0)',
      disabled: !store.isZoomed,
      onClick: () => store.setViewport(undefined),
    },
    {
      icon: 'hand',
      label: 'Drag moves the picture instead of choosing a range',
      pressed: store.tool === 'pan',
      onClick: () => store.setTool(store.tool === 'pan' ? 'range' : 'pan'),
    },
    'separator',
    {
      icon: 'squeeze',
      label: 'Squeeze idle time',
      pressed: store.time.squeezed,
      onClick: () => store.setSqueezed(!store.time.squeezed),
    },
    {
      icon: folded ? 'unfold' : 'fold',
      label: folded ? 'Expand all rows' : 'Collapse all rows',
      disabled: lanes === 0,
      onClick: () => store.foldAll(!folded),
    },
  ];
  if (onUseRange) {
    tools.push({
      icon: 'range',
      label: 'Use the visible range as the dashboard’s time',
      disabled: !store.isZoomed,
      onClick: onUseRange,
    });
  }
  const shown = touch ? tools.filter((tool) => tool !== 'separator' && tool.icon !== 'hand') : tools;
  return (
    <div className={styles.toolbar} role="toolbar" aria-label="Timeline">
      {!asTable &&
        shown.map((tool, i) =>
          tool === 'separator' ? (
            <span key={i} className={styles.separator} />
          ) : (
            <button
              key={tool.icon}
              type="button"
              className={styles.button}
              aria-label={tool.label}
              title={tool.label}
              aria-pressed={tool.pressed}
              disabled={tool.disabled}
              onClick={tool.onClick}
            >
              <Icon name={tool.icon} />
            </button>
          )
        )}
      {!asTable && <ArrangeMenu options={props.options} preset={props.preset} onArrange={props.onArrange} />}
      <span className={styles.spacer} />
      <button
        type="button"
        className={styles.button}
        aria-pressed={asTable}
        onClick={() => onTable(!asTable)}
        title="The same as a table"
      >
        <Icon name={asTable ? 'bars' : 'table'} />{' '}
        <span className={touch ? styles.hidden : undefined}>{asTable ? 'Timeline' : 'Table'}</span>
      </button>
    </div>
  );
}
