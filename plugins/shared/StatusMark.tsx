import React from 'react';
import { useTheme2 } from '@grafana/ui';
import { STATUS_STYLES, type Status } from './status.ts';
import { STATUS_GLYPHS } from './status-glyph.ts';

/** A state's mark for legends, tables and details: a disc with the glyph, as on the canvas. Says nothing to screen readers. */
export function StatusMark({ status, color, size = 16 }: { status: Status; color?: string; size?: number }) {
  const theme = useTheme2();
  const style = STATUS_STYLES[status];
  const glyph = STATUS_GLYPHS[style.shape];
  const ink = theme.isDark ? '#111217' : '#ffffff';
  return (
    <svg width={size} height={size} viewBox="0 0 16 16" aria-hidden="true" style={{ flex: 'none' }}>
      <circle cx={8} cy={8} r={8} fill={color ?? theme.visualization.getColorByName(style.color)} />
      <path
        d={glyph.path}
        transform="translate(1.6 1.6) scale(0.8)"
        fill={glyph.stroke === null ? ink : 'none'}
        stroke={glyph.stroke === null ? 'none' : ink}
        strokeWidth={glyph.stroke ?? 0}
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </svg>
  );
}
