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
  /** Whether its details are asked for: not where it was only lit from outside. */
  detailed: boolean;
  select: (key: string | null, open?: boolean) => void;
  /** Selects a node of the model wherever it is, unfolding what hides it, and brings it into sight. */
  goTo: (index: number) => void;
  /** Grows when the selected node should be brought into sight. */
  showRequest: number;
}

interface State {
  selected: string | null;
  open: boolean;
  detailed: boolean;
  showRequest: number;
  /** The last selection from outside that was followed. */
  followed: string | null | undefined;
}

const NONE: State = { selected: null, open: true, detailed: true, showRequest: 0, followed: undefined };

/** What is selected: by the user, or from outside (`selectedId`, followed once for each new value). */
export function useSelection(
  model: GraphModel,
  folding: Folding,
  scene: Scene | null,
  selectedId: string | null | undefined,
  onSelect: ((id: string | null) => void) | undefined
): Selection {
  const [state, setState] = useState(NONE);
  const { selected, open, detailed, showRequest } = state;
  const tell = useRef({ onSelect, model });
  useEffect(() => {
    tell.current = { onSelect, model };
  }, [onSelect, model]);

  if (
    selectedId !== undefined &&
    selectedId !== state.followed &&
    (selectedId === null || model.byId.has(selectedId))
  ) {
    // A fold is nothing that others know of: that they have no selection is no reason to lose it.
    const keep = selectedId === selected || (selectedId === null && selected !== null && !model.byId.has(selected));
    setState({
      ...state,
      followed: selectedId,
      ...(keep ? {} : { selected: selectedId, open: false, detailed: false, showRequest: showRequest + 1 }),
    });
  }

  const select = useCallback((key: string | null, opened = true) => {
    setState((old) => ({ ...old, selected: key, open: opened, detailed: true }));
    const { onSelect: told, model: known } = tell.current;
    told?.(key !== null && known.byId.has(key) ? key : null);
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
      setState((old) => ({ ...old, showRequest: old.showRequest + 1 }));
    },
    [model, folding, select]
  );

  const places = useMemo(() => {
    const at = new Map<string, number>();
    scene?.graph.nodes.forEach((node, index) => at.set(node.key, index));
    return at;
  }, [scene]);
  const selectedAt = useMemo(() => {
    const at = selected === null ? -1 : (places.get(selected) ?? -1);
    const index = selected === null || at >= 0 || detailed ? undefined : scene?.model.byId.get(selected);
    return index === undefined ? at : (scene?.graph.shownAs[index] ?? -1);
  }, [selected, detailed, places, scene]);
  const lit = useMemo(
    () => (scene === null || selectedAt < 0 ? null : neighbourhood(scene.graph, scene.links, selectedAt)),
    [scene, selectedAt]
  );
  return useMemo(
    () => ({ selected, selectedAt, lit, open, detailed, select, goTo, showRequest }),
    [selected, selectedAt, lit, open, detailed, select, goTo, showRequest]
  );
}
