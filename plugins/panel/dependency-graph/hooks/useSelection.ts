import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { Scene } from '../draw/scene.ts';
import { type Lit, neighbourhood } from '../model/neighbourhood.ts';
import type { GraphModel } from '../model/types.ts';
import type { Folding } from './useFolding.ts';

export interface Selection {
  /** Key of the selected visible node (its id, or a fold's key), or null. */
  selected: string | null;
  /** Index of it in the scene, or -1 while it is hidden. */
  selectedAt: number;
  lit: Lit | null;
  /** Whether the details are whole, or only their head (after a tap on a phone). */
  open: boolean;
  select: (key: string | null, open?: boolean) => void;
  /** Selects a node of the model wherever it is, unfolding what hides it, and brings it into sight. */
  goTo: (index: number) => void;
  /** Grows when the selected node should be brought into sight. */
  showRequest: number;
}

export function useSelection(
  model: GraphModel,
  folding: Folding,
  scene: Scene | null,
  onSelect?: (id: string | null) => void
): Selection {
  const [selected, setSelected] = useState<string | null>(null);
  const [open, setOpen] = useState(true);
  const [showRequest, setShowRequest] = useState(0);
  const tell = useRef(onSelect);
  useEffect(() => {
    tell.current = onSelect;
  }, [onSelect]);

  const select = useCallback((key: string | null, opened = true) => {
    setSelected(key);
    setOpen(opened);
    tell.current?.(key);
  }, []);

  const goTo = useCallback(
    (index: number) => {
      const node = model.nodes[index];
      if (node === undefined) {
        return;
      }
      if (folding.graph.nodes[folding.graph.shownAs[index] ?? -1]?.key !== node.id) {
        folding.reveal(index);
      }
      select(node.id);
      setShowRequest((count) => count + 1);
    },
    [model, folding, select]
  );

  const places = useMemo(() => {
    const at = new Map<string, number>();
    scene?.graph.nodes.forEach((node, index) => at.set(node.key, index));
    return at;
  }, [scene]);
  const selectedAt = selected === null ? -1 : (places.get(selected) ?? -1);
  const lit = useMemo(
    () => (scene === null || selectedAt < 0 ? null : neighbourhood(scene.graph, scene.links, selectedAt)),
    [scene, selectedAt]
  );
  return useMemo(
    () => ({ selected, selectedAt, lit, open, select, goTo, showRequest }),
    [selected, selectedAt, lit, open, select, goTo, showRequest]
  );
}
