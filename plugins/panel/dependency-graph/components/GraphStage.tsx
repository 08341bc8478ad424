import React, { useEffect, useMemo, useRef, useState } from 'react';
import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import type { Scene } from '../draw/scene.ts';
import type { LayoutCause } from '../engine/layout-session.ts';
import type { Folding } from '../hooks/useFolding.ts';
import { useGraphEngine } from '../hooks/useGraphEngine.ts';
import { useGraphKeys } from '../hooks/useGraphKeys.ts';
import type { Selection } from '../hooks/useSelection.ts';
import { nodeSentence } from '../model/describe.ts';
import type { DependencyGraphOptions } from '../options.ts';
import { Minimap, MAP_SIZE } from './Minimap.tsx';
import { ZoomButtons } from './ZoomButtons.tsx';

/** Room, px, under which the overview map would cover more of the picture than it helps to find. */
const MAP_FROM = { width: 640, height: 340 };

interface GraphStageProps {
  scene: Scene | null;
  cause: LayoutCause;
  folding: Folding;
  selection: Selection;
  /** Model indices that the search found. */
  found: number[];
  options: DependencyGraphOptions;
  /** Details cover the lower part instead of the right. */
  sheet: boolean;
  onTidy: () => void;
}

const MAP_CORNER = { width: MAP_SIZE.width + 8, height: MAP_SIZE.height + 8 };
const NO_MAP = { width: 0, height: 0 };

/** The picture itself: canvases, and everything that points, presses or types at them. */
export function GraphStage(props: GraphStageProps) {
  const { scene, folding, selection, options, found } = props;
  const styles = useStyles2(getStyles);
  const stage = useRef<HTMLDivElement>(null);
  const base = useRef<HTMLCanvasElement>(null);
  const overlay = useRef<HTMLCanvasElement>(null);
  const tooltip = useRef<HTMLDivElement>(null);
  const buttons = useRef<HTMLDivElement>(null);
  const [focused, setFocused] = useState<string | null>(null);
  const focusedAt = useMemo(
    () => (focused === null || scene === null ? -1 : scene.graph.nodes.findIndex((node) => node.key === focused)),
    [focused, scene]
  );
  const { engine, size } = useGraphEngine({
    ...props,
    stage,
    base,
    overlay,
    tooltip,
    focusedAt,
    buttons,
    map: options.showMinimap ? MAP_CORNER : NO_MAP,
    pulse: options.pulse,
    onFocus: setFocused,
  });
  const onKeyDown = useGraphKeys({ engine, scene, folding, selection, focusedAt, onFocus: setFocused });

  const foundAt = useMemo(
    () => [...new Set(found.map((index) => folding.graph.shownAs[index] ?? -1))].filter((at) => at >= 0),
    [found, folding.graph]
  );
  useEffect(() => engine?.setHighlights({ found: foundAt }), [engine, foundAt]);

  const spoken = scene === null || focusedAt < 0 ? '' : sentenceOf(scene, focusedAt);
  const nodes = scene?.graph.nodes.length ?? 0;
  const label =
    scene === null
      ? 'Dependency graph, being laid out'
      : `Dependency graph: ${nodes} tasks shown, ${scene.graph.edges.length} dependencies. Arrow keys walk along them, Enter opens details.`;
  return (
    <div className={styles.stage}>
      {/* An application: arrow keys move along edges here, and every node is spoken as it is reached. */}
      <div
        ref={stage}
        className={styles.canvases}
        role="application"
        tabIndex={0}
        aria-label={label}
        aria-roledescription="dependency graph"
        onKeyDown={onKeyDown}
        onBlur={() => setFocused(null)}
        data-testid="dependency-graph-stage"
      >
        <canvas ref={base} className={styles.canvas} aria-hidden="true" />
        <canvas ref={overlay} className={styles.canvas} aria-hidden="true" />
        <div ref={tooltip} className={styles.tooltip} aria-hidden="true" />
      </div>
      <div className={styles.spoken} aria-live="polite">
        {spoken}
      </div>
      {scene === null && <div className={styles.waiting}>Laying out…</div>}
      {scene !== null && nodes === 0 && (
        <div className={styles.waiting} role="status">
          All {folding.graph.hidden} tasks are hidden by the filters. Clear them in the toolbar or the legend.
        </div>
      )}
      {options.showMinimap && size.width >= MAP_FROM.width && size.height >= MAP_FROM.height && nodes > 0 && (
        <Minimap engine={engine} />
      )}
      <ZoomButtons group={buttons} engine={engine} onTidy={props.onTidy} />
    </div>
  );
}

function sentenceOf(scene: Scene, at: number): string {
  const shown = scene.graph.nodes[at];
  const node = scene.model.nodes[shown?.node ?? -1];
  const into = (scene.links.in.start[at + 1] ?? 0) - (scene.links.in.start[at] ?? 0);
  const out = (scene.links.out.start[at + 1] ?? 0) - (scene.links.out.start[at] ?? 0);
  const name = node === undefined ? `${scene.marks[at]?.title ?? ''} tasks, folded` : nodeSentence(scene.model, node);
  return `${name} · depends on ${into}, needed by ${out}`;
}

const getStyles = (theme: GrafanaTheme2) => ({
  stage: css({ position: 'relative', flex: 1, minWidth: 0, overflow: 'hidden' }),
  canvases: css({
    position: 'absolute',
    inset: 0,
    overflow: 'hidden',
    touchAction: 'none',
    userSelect: 'none',
    cursor: 'grab',
    borderRadius: theme.shape.radius.default,
    '&:active': { cursor: 'grabbing' },
    '&:focus-visible': { outline: `2px solid ${theme.colors.primary.border}`, outlineOffset: -2 },
  }),
  canvas: css({ position: 'absolute', inset: 0, width: '100%', height: '100%' }),
  tooltip: css({
    position: 'absolute',
    left: 0,
    top: 0,
    maxWidth: 320,
    padding: theme.spacing(0.5, 1),
    background: theme.colors.background.elevated ?? theme.colors.background.secondary,
    border: `1px solid ${theme.colors.border.medium}`,
    borderRadius: theme.shape.radius.default,
    boxShadow: theme.shadows.z2,
    pointerEvents: 'none',
    visibility: 'hidden',
    overflowWrap: 'anywhere',
  }),
  spoken: css({
    position: 'absolute',
    width: 1,
    height: 1,
    overflow: 'hidden',
    clipPath: 'inset(50%)',
    whiteSpace: 'nowrap',
  }),
  waiting: css({
    position: 'absolute',
    inset: 0,
    display: 'flex',
    alignItems: 'center',
    justifyContent: 'center',
    padding: theme.spacing(2),
    textAlign: 'center',
    color: theme.colors.text.secondary,
    pointerEvents: 'none',
  }),
});
