import { css } from '@emotion/css';
import { colorManipulator, type DataFrame, dateTimeFormat, type TimeZone } from '@grafana/data';
import { type UPlotConfigBuilder, useTheme2 } from '@grafana/ui';
import React, { useEffect, useLayoutEffect, useRef, useState } from 'react';
import { createPortal } from 'react-dom';
import { type Mark, toMarks } from './annotation-marks.ts';

interface Props {
  config: UPlotConfigBuilder;
  annotations?: DataFrame[];
  timeZone: TimeZone;
}

/** What is used of uPlot's plot. */
interface Plot {
  scales: Record<string, { min?: number | null; max?: number | null }>;
  over: HTMLElement;
  valToPos(value: number, scale: string): number;
  redraw(rebuildPaths: boolean): void;
}

interface Placed extends Mark {
  /** CSS pixels from the left of the plot. */
  left: number;
  width: number;
}

function place(plot: Plot, annotations: DataFrame[] | undefined): Placed[] {
  const { min, max } = plot.scales.x ?? {};
  if (min === undefined || max === undefined || min === null || max === null) {
    return [];
  }
  const at = (time: number) => plot.valToPos(Math.min(max, Math.max(min, time)), 'x');
  return toMarks(annotations, min, max).map((mark) => {
    return { ...mark, left: at(mark.start), width: Math.max(1, at(mark.end) - at(mark.start)) };
  });
}

/** What happened meanwhile, over a time series: a line for a moment, a band for a while, words when pointed at. */
export function AnnotationMarks({ config, annotations, timeZone }: Props) {
  const theme = useTheme2();
  const latest = useRef(annotations);
  const plot = useRef<Plot>(null);
  const shown = useRef('');
  const [{ over, marks }, setDrawn] = useState<{ over?: HTMLElement; marks: Placed[] }>({ marks: [] });

  useLayoutEffect(() => {
    config.addHook('draw', (drawn) => {
      plot.current = drawn;
      const next = place(drawn, latest.current);
      const text = JSON.stringify(next);
      if (text !== shown.current) {
        shown.current = text;
        setDrawn({ over: drawn.over, marks: next });
      }
    });
  }, [config]);
  useEffect(() => {
    latest.current = annotations;
    plot.current?.redraw(false);
  }, [annotations]);

  if (!over || marks.length === 0) {
    return null;
  }
  const drawn = marks.map(({ start, end, text, color, left, width }) => {
    const solid = theme.visualization.getColorByName(color ?? 'blue');
    const time = dateTimeFormat(start, { timeZone });
    const until = end > start ? ` to ${dateTimeFormat(end, { timeZone })}` : '';
    const said = `${text || 'Annotation'}, ${time}${until}`;
    return (
      <span
        key={`${start} ${text}`}
        className={mark}
        role="img"
        aria-label={said}
        title={said}
        style={{
          left,
          width,
          borderColor: solid,
          background: end > start ? colorManipulator.alpha(solid, 0.12) : undefined,
        }}
      />
    );
  });
  return createPortal(drawn, over);
}

/** The line lets the pointer through to the graph; the foot below it is there to be pointed at. */
const mark = css({
  position: 'absolute',
  top: 0,
  bottom: 0,
  borderLeft: '1px dashed',
  pointerEvents: 'none',
  '&::after': {
    content: '""',
    position: 'absolute',
    bottom: 0,
    left: -6,
    border: '6px solid transparent',
    borderTopWidth: 0,
    borderBottomColor: 'inherit',
    pointerEvents: 'auto',
  },
});
