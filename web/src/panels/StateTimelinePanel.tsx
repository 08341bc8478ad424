import { css } from '@emotion/css';
import {
  type DataFrame,
  dateTimeFormat,
  type Field,
  FieldType,
  formattedValueToString,
  getFieldDisplayName,
  type GrafanaTheme2,
  type PanelProps,
} from '@grafana/data';
import { PanelDataErrorView } from '@grafana/runtime';
import { useStyles2 } from '@grafana/ui';
import React, { useMemo } from 'react';
import { toIntervals } from './state-intervals.ts';

function toRows(frames: DataFrame[], end: number) {
  return frames.flatMap((frame) => {
    const time = frame.fields.find(({ type }) => type === FieldType.time);
    const fields = time && frame.length > 0 ? frame.fields.filter((field) => field !== time) : [];
    return fields.map((field: Field) => {
      const show = (value: unknown) => {
        const display = field.display?.(value);
        return { text: display ? formattedValueToString(display) : String(value), color: display?.color ?? 'gray' };
      };
      return {
        name: getFieldDisplayName(field, frame, frames),
        intervals: toIntervals(time!.values as number[], field.values, end, show),
      };
    });
  });
}

export function StateTimelinePanel(props: PanelProps<{ rowHeight: number }>) {
  const { data, timeRange, timeZone, options, width, height, fieldConfig, id } = props;
  const styles = useStyles2(getStyles);
  const [from, to] = [timeRange.from.valueOf(), timeRange.to.valueOf()];
  const rows = useMemo(() => toRows(data.series, to), [data.series, to]);
  if (rows.length === 0) {
    return <PanelDataErrorView panelId={id} data={data} fieldConfig={fieldConfig} needsTimeField />;
  }
  const names = Math.min(160, width * 0.3);
  const x = (time: number) => ((Math.min(to, Math.max(from, time)) - from) / Math.max(1, to - from)) * (width - names);
  const rowHeight = Math.max(20, Math.min(44, (height - 20) / rows.length));
  return (
    <div className={styles.box} tabIndex={0} role="group" aria-label="States over time">
      {rows.map(({ name, intervals }, index) => (
        <div key={index} className={styles.row} style={{ height: rowHeight }}>
          <span className={styles.name} style={{ width: names }} title={name}>
            {name}
          </span>
          {intervals.map((one) => (
            <span
              key={one.from}
              className={styles.bar}
              title={`${one.text}, from ${dateTimeFormat(one.from, { timeZone })} to ${dateTimeFormat(one.to, { timeZone })}`}
              style={{
                left: names + x(one.from),
                width: Math.max(1, x(one.to) - x(one.from)),
                height: rowHeight * options.rowHeight,
                background: one.color,
              }}
            >
              {one.text}
            </span>
          ))}
        </div>
      ))}
      <div className={styles.axis} style={{ marginLeft: names }}>
        <span>{dateTimeFormat(from, { timeZone })}</span>
        <span>{dateTimeFormat(to, { timeZone })}</span>
      </div>
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  box: css({ height: '100%', overflow: 'hidden auto' }),
  row: css({ position: 'relative', display: 'flex', alignItems: 'center' }),
  name: css({ overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap', paddingRight: 8, fontSize: 12 }),
  bar: css({
    position: 'absolute',
    overflow: 'hidden',
    whiteSpace: 'nowrap',
    padding: '0 4px',
    fontSize: 12,
    display: 'flex',
    alignItems: 'center',
    color: '#fff',
    textShadow: '0 0 2px #000',
  }),
  axis: css({ display: 'flex', justifyContent: 'space-between', color: theme.colors.text.secondary, fontSize: 12 }),
});
