import React, { type PointerEvent, useEffect, useRef } from 'react';
import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import type { GraphEngine } from '../engine/graph-engine.ts';

export const MAP_SIZE = { width: 168, height: 104 };

/** The whole graph small: shows where one is; a click or drag goes there. The keyboard has the picture itself. */
export function Minimap({ engine }: { engine: GraphEngine | null }) {
  const styles = useStyles2(getStyles);
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    engine?.setMinimap(canvas.current, MAP_SIZE);
    return () => engine?.setMinimap(null, MAP_SIZE);
  }, [engine]);
  const go = (event: PointerEvent<HTMLCanvasElement>): void => {
    if (event.buttons !== 1 || engine === null) {
      return;
    }
    const box = event.currentTarget.getBoundingClientRect();
    event.currentTarget.setPointerCapture(event.pointerId);
    const at = engine.minimapPoint(event.clientX - box.left, event.clientY - box.top);
    if (at !== null) {
      engine.centreOn(at[0], at[1]);
    }
  };
  return (
    <canvas
      ref={canvas}
      className={styles.map}
      style={MAP_SIZE}
      onPointerDown={go}
      onPointerMove={go}
      aria-hidden="true"
      data-testid="dependency-graph-minimap"
    />
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  map: css({
    position: 'absolute',
    left: theme.spacing(1),
    bottom: theme.spacing(1),
    background: theme.colors.background.canvas,
    border: `1px solid ${theme.colors.border.weak}`,
    borderRadius: theme.shape.radius.default,
    cursor: 'pointer',
    touchAction: 'none',
    opacity: 0.94,
  }),
});
