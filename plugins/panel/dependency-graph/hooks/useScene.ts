import { useEffect, useMemo, useRef, useState } from 'react';
import type { Palette } from '../draw/palette.ts';
import { buildScene, type Scene } from '../draw/scene.ts';
import { LayoutSession, type Placed } from '../engine/layout-session.ts';
import { createLayoutRunner } from '../layout/layout-runner.ts';
import type { Direction } from '../layout/types.ts';
import type { GraphModel } from '../model/types.ts';
import type { Folding } from './useFolding.ts';

export interface SceneState {
  scene: Scene | null;
  /** What caused the newest layout; `tidy` and the first one are fitted into the panel. */
  cause: Placed['cause'];
  failed: string | null;
  /** Lays everything out anew. */
  tidy: () => void;
}

/** The scene for the graph as folded: laid out off the page's thread, repainted alone when only values changed. */
export function useScene(
  model: GraphModel,
  folding: Folding,
  direction: Direction,
  aspect: number,
  palette: Palette
): SceneState {
  const [placed, setPlaced] = useState<Placed | null>(null);
  const [failed, setFailed] = useState<string | null>(null);
  const [tidied, setTidied] = useState(0);
  const session = useRef<LayoutSession | null>(null);
  const seen = useRef({ version: folding.version, tidied: 0, direction });

  useEffect(() => {
    const own = new LayoutSession(
      createLayoutRunner(),
      (next) => {
        setPlaced(next);
        setFailed(null);
      },
      setFailed
    );
    session.current = own;
    return () => {
      own.dispose();
      session.current = null;
    };
  }, []);

  // A panel that changes its shape is no reason to lay out anew; the next whole layout follows the new shape.
  const shape = useRef(aspect);
  useEffect(() => {
    shape.current = aspect;
  }, [aspect]);

  const { graph, version } = folding;
  useEffect(() => {
    const before = seen.current;
    const cause =
      before.tidied !== tidied || before.direction !== direction
        ? 'tidy'
        : before.version !== version
          ? 'fold'
          : 'data';
    seen.current = { version, tidied, direction };
    session.current?.want({ model, graph, direction, aspect: shape.current, cause });
  }, [model, graph, direction, version, tidied]);

  const scene = useMemo(
    () => (placed === null ? null : buildScene(placed.model, placed.graph, placed.layout, palette)),
    [placed, palette]
  );

  return { scene, cause: placed?.cause ?? 'data', failed, tidy: () => setTidied((count) => count + 1) };
}
