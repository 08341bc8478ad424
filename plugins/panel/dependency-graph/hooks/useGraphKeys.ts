import { type KeyboardEvent, useCallback } from 'react';
import type { Scene } from '../draw/scene.ts';
import type { GraphEngine } from '../engine/graph-engine.ts';
import { firstNode, type Heading, walk } from '../engine/walk.ts';
import type { Folding } from './useFolding.ts';
import type { Selection } from './useSelection.ts';

interface KeyTargets {
  engine: GraphEngine | null;
  scene: Scene | null;
  folding: Folding;
  selection: Selection;
  focusedAt: number;
  onFocus: (key: string | null) => void;
}

const HEADINGS: Record<string, Heading> = {
  ArrowLeft: 'left',
  ArrowRight: 'right',
  ArrowUp: 'up',
  ArrowDown: 'down',
};

/** The keyboard of the picture: arrows walk edges, Enter opens, Space folds, + - 0 zoom, Home starts over, Esc clears. */
export function useGraphKeys(targets: KeyTargets): (event: KeyboardEvent) => void {
  const { engine, scene, folding, selection, focusedAt, onFocus } = targets;
  return useCallback(
    (event: KeyboardEvent) => {
      if (engine === null || scene === null || event.ctrlKey || event.metaKey || event.altKey) {
        return;
      }
      const at = focusedAt >= 0 ? focusedAt : selection.selectedAt;
      const shown = scene.graph.nodes[at];
      const go = (node: number): void => {
        onFocus(scene.graph.nodes[node]?.key ?? null);
        engine.show(node, false);
      };
      const heading = HEADINGS[event.key];
      if (heading !== undefined) {
        go(walk(scene, at, heading));
      } else if (event.key === 'Home') {
        go(firstNode(scene));
      } else if (event.key === 'Enter' && shown !== undefined) {
        selection.select(shown.key);
      } else if (event.key === ' ' && shown?.expandable === true) {
        (shown.node < 0 ? folding.openFold : folding.toggleNode)(shown.key);
      } else if (event.key === '+' || event.key === '=') {
        engine.zoomBy(1.3);
      } else if (event.key === '-' || event.key === '_') {
        engine.zoomBy(1 / 1.3);
      } else if (event.key === '0') {
        engine.fit();
      } else if (event.key === 'Escape' && (selection.selected !== null || focusedAt >= 0)) {
        selection.select(null);
        onFocus(null);
      } else {
        return;
      }
      // Grafana has shortcuts of its own for some of these keys.
      event.preventDefault();
      event.stopPropagation();
    },
    [engine, scene, folding, selection, focusedAt, onFocus]
  );
}
