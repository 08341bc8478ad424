import { type RefObject, useEffect, useRef, useState } from 'react';
import type { Scene } from '../draw/scene.ts';
import type { Size } from '../draw/view.ts';
import { listenToGestures } from '../engine/gestures.ts';
import { GraphEngine } from '../engine/graph-engine.ts';
import { hitNode } from '../engine/hit.ts';
import type { LayoutCause } from '../engine/layout-session.ts';
import { nodeSentence } from '../model/describe.ts';
import type { Folding } from './useFolding.ts';
import type { Selection } from './useSelection.ts';
import { useElementSize } from './useElementSize.ts';
import { useReducedMotion } from './useReducedMotion.ts';

interface EngineProps {
  scene: Scene | null;
  cause: LayoutCause;
  folding: Folding;
  selection: Selection;
  stage: RefObject<HTMLDivElement | null>;
  base: RefObject<HTMLCanvasElement | null>;
  overlay: RefObject<HTMLCanvasElement | null>;
  tooltip: RefObject<HTMLDivElement | null>;
  focusedAt: number;
  buttons: RefObject<HTMLDivElement | null>;
  /** Size of the overview map, zeros where there is none. */
  map: Size;
  pulse: boolean;
  sheet: boolean;
  onFocus: (key: string | null) => void;
}

/** Makes the engine for the stage's canvases and keeps it told: size, scene, highlights, gestures. */
export function useGraphEngine(props: EngineProps): {
  engine: GraphEngine | null;
  size: { width: number; height: number };
} {
  const { scene, cause, folding, selection, stage, base, overlay, focusedAt } = props;
  const [engine, setEngine] = useState<GraphEngine | null>(null);
  const size = useElementSize(stage);
  const reduced = useReducedMotion();
  const latest = useRef(props);
  useEffect(() => {
    latest.current = props;
  });

  useEffect(() => {
    if (stage.current === null || base.current === null || overlay.current === null) {
      return undefined;
    }
    const own = new GraphEngine(base.current, overlay.current);
    const element = stage.current;
    // The engine needs the canvases, which exist only after the first render.
    // eslint-disable-next-line react-hooks/set-state-in-effect
    setEngine(own);
    const stopGestures = listenToGestures(element, gestures(own, latest, element));
    const watcher = new IntersectionObserver((entries) => own.setOnScreen(entries.at(-1)?.isIntersecting ?? true));
    watcher.observe(element);
    return () => {
      watcher.disconnect();
      stopGestures();
      own.dispose();
      setEngine(null);
    };
  }, [stage, base, overlay]);

  useEffect(() => {
    if (engine !== null && size.width > 0 && size.height > 0) {
      engine.resize(size, devicePixelRatio);
    }
  }, [engine, size]);
  const { map, buttons } = props;
  useEffect(() => {
    const group = buttons.current;
    if (engine !== null && group !== null) {
      engine.setCorners({ left: map, right: { width: group.offsetWidth + 8, height: group.offsetHeight + 8 } });
    }
  }, [engine, map, buttons, size]);
  useEffect(() => {
    engine?.setMotion(props.pulse && !reduced);
  }, [engine, props.pulse, reduced]);

  const shownLayout = useRef<Scene['layout'] | null>(null);
  useEffect(() => {
    if (engine !== null && scene !== null) {
      const isNew = shownLayout.current !== scene.layout;
      shownLayout.current = scene.layout;
      engine.setScene(scene, isNew && cause === 'fold' ? (folding.anchor ?? '') : null);
      if (isNew && cause === 'tidy') {
        engine.goHome();
      }
    }
    // The anchor belongs to the layout it caused; a change of it alone shows nothing new.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [engine, scene, cause]);

  useEffect(() => {
    engine?.setHighlights({ selected: selection.selectedAt, lit: selection.lit, focused: focusedAt });
  }, [engine, selection.selectedAt, selection.lit, focusedAt, scene]);

  // What the details hide of the picture where they lie over its lower part.
  const covered =
    !props.sheet || selection.selected === null || !selection.detailed ? 0 : selection.open ? size.height * 0.72 : 130;
  const shown = useRef(selection.showRequest);
  useEffect(() => {
    if (engine !== null && selection.selectedAt >= 0 && shown.current !== selection.showRequest) {
      shown.current = selection.showRequest;
      engine.show(selection.selectedAt, selection.detailed, covered);
    }
  }, [engine, selection.selectedAt, selection.detailed, selection.showRequest, scene, covered]);
  useEffect(() => {
    if (covered > 0 && engine !== null && selection.selectedAt >= 0) {
      engine.show(selection.selectedAt, false, covered);
    }
    // Once for every selection: live data must not move the view.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [engine, selection.selected, covered]);

  return { engine, size };
}

function gestures(
  engine: GraphEngine,
  latest: RefObject<EngineProps>,
  element: HTMLElement
): Parameters<typeof listenToGestures>[1] {
  const hit = (x: number, y: number, touch: boolean): { node: number; handle: boolean } =>
    engine.scene === null ? { node: -1, handle: false } : hitNode(engine.scene, engine.view, x, y, touch);
  const choose = (x: number, y: number, touch: boolean, open: boolean): void => {
    const { folding, selection, onFocus } = latest.current;
    const at = hit(x, y, touch);
    const shown = engine.scene?.graph.nodes[at.node];
    onFocus(null);
    // It has said its part, and would cover what is lit now.
    showTooltip(engine, latest.current.tooltip.current, -1, null, element);
    if (shown === undefined) {
      selection.select(null);
    } else if (at.handle) {
      (shown.node < 0 ? folding.openFold : folding.toggleNode)(shown.key);
    } else {
      selection.select(shown.key, open);
    }
  };
  return {
    pan: (dx, dy) => engine.panBy(dx, dy),
    zoom: (factor, x, y) => engine.zoomBy(factor, x, y),
    moving: () => undefined,
    tap: (x, y, touch) => choose(x, y, touch, !touch),
    longPress: (x, y) => choose(x, y, true, true),
    doubleTap: (x, y, touch) => {
      const shown = engine.scene?.graph.nodes[hit(x, y, touch).node];
      if (shown?.expandable === true) {
        (shown.node < 0 ? latest.current.folding.openFold : latest.current.folding.toggleNode)(shown.key);
      } else {
        engine.zoomBy(1.8, x, y);
      }
    },
    hover: (place) => {
      const found = place === null ? { node: -1, handle: false } : hit(place.x, place.y, false);
      element.style.cursor = found.node >= 0 ? 'pointer' : '';
      if (found.node !== engine.highlights.hovered) {
        engine.setHighlights({ hovered: found.node });
      }
      showTooltip(engine, latest.current.tooltip.current, found.node, place, element);
    },
  };
}

/** The name of what is under the pointer where the picture is too small to say it. */
function showTooltip(
  engine: GraphEngine,
  tooltip: HTMLDivElement | null,
  at: number,
  place: { x: number; y: number } | null,
  element: HTMLElement
): void {
  if (tooltip === null) {
    return;
  }
  const { scene } = engine;
  const shown = scene?.graph.nodes[at];
  const node = scene?.model.nodes[shown?.node ?? -1];
  if (scene === null || shown === undefined || place === null || (node === undefined && shown.node >= 0)) {
    tooltip.style.visibility = 'hidden';
    return;
  }
  const text =
    node === undefined ? `${scene.marks[at]?.title ?? ''}: double-click to unfold` : nodeSentence(scene.model, node);
  if (tooltip.textContent !== text) {
    tooltip.textContent = text;
  }
  const x = Math.min(place.x + 14, element.clientWidth - tooltip.offsetWidth - 4);
  const below = place.y + 18;
  const y = below + tooltip.offsetHeight > element.clientHeight ? place.y - tooltip.offsetHeight - 8 : below;
  tooltip.style.transform = `translate(${Math.max(4, Math.round(x))}px, ${Math.max(4, Math.round(y))}px)`;
  tooltip.style.visibility = 'visible';
}
