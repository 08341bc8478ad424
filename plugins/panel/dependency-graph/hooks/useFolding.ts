import { useCallback, useMemo, useState } from 'react';
import type { Status } from '../../../shared/status.ts';
import type { GraphModel } from '../model/types.ts';
import { type VisibleGraph, visibleGraph } from '../model/visible.ts';
import type { DependencyGraphOptions } from '../options.ts';

/** With more nodes than this, subtasks start folded under `auto`. */
const UNFOLD_UP_TO = 60;

export interface Folding {
  graph: VisibleGraph;
  statuses: ReadonlySet<Status> | null;
  hideFinished: boolean;
  foldFinished: boolean;
  /** Grows with everything the user folds, unfolds or filters; data alone never changes it. */
  version: number;
  /** Key of the node last folded or unfolded: it stays where it is on the screen. */
  anchor: string | null;
  toggleNode: (key: string) => void;
  openFold: (key: string) => void;
  toggleStatus: (status: Status) => void;
  clearStatuses: () => void;
  setHideFinished: (on: boolean) => void;
  setFoldFinished: (on: boolean) => void;
  /** Opens every box round a node, and the fold it is in. */
  reveal: (index: number) => void;
}

interface FoldState {
  folded: ReadonlyMap<string, boolean>;
  opened: ReadonlySet<string>;
  statuses: ReadonlySet<Status> | null;
  hideFinished: boolean;
  foldFinished: boolean;
  version: number;
  anchor: string | null;
}

/** What the user folded and filtered, and the graph that is left. */
export function useFolding(model: GraphModel, options: DependencyGraphOptions): Folding {
  const [state, setState] = useState<FoldState>(() => ({
    folded: new Map(),
    opened: new Set(),
    statuses: null,
    hideFinished: options.hideFinished,
    foldFinished: options.foldFinished,
    version: 0,
    anchor: null,
  }));
  // Decided once: a graph that grows past the limit while one looks at it must not fold up by itself.
  const [foldAll] = useState(() => model.nodes.length > UNFOLD_UP_TO);
  const collapsed = options.subtasks === 'auto' ? foldAll : options.subtasks === 'collapsed';
  const change = useCallback((next: (old: FoldState) => Partial<FoldState>) => {
    setState((old) => ({ ...old, anchor: null, ...next(old), version: old.version + 1 }));
  }, []);
  const optionsKey = `${options.hideFinished}|${options.foldFinished}|${options.subtasks}`;
  const [seenOptions, setSeenOptions] = useState(optionsKey);
  if (seenOptions !== optionsKey) {
    // The panel editor changed an option: that wins over what was toggled in the panel.
    setSeenOptions(optionsKey);
    change(() => ({ hideFinished: options.hideFinished, foldFinished: options.foldFinished, folded: new Map() }));
  }
  const graph = useMemo(
    () =>
      visibleGraph(model, {
        isCollapsed: (id) => state.folded.get(id) ?? collapsed,
        statuses: state.statuses,
        hideFinished: state.hideFinished,
        foldFinished: state.foldFinished,
        openedFolds: state.opened,
      }),
    [model, state, collapsed]
  );
  const actions = useMemo(
    () => ({
      toggleNode: (key: string) =>
        change((old) => ({ folded: new Map(old.folded).set(key, !(old.folded.get(key) ?? collapsed)), anchor: key })),
      openFold: (key: string) => change((old) => ({ opened: new Set(old.opened).add(key) })),
      toggleStatus: (status: Status) => change((old) => ({ statuses: toggled(old.statuses, status) })),
      clearStatuses: () => change(() => ({ statuses: null })),
      setHideFinished: (hideFinished: boolean) => change(() => ({ hideFinished })),
      setFoldFinished: (foldFinished: boolean) => change(() => ({ foldFinished, opened: new Set<string>() })),
    }),
    [change, collapsed]
  );
  const reveal = useCallback(
    (index: number) => {
      change((old) => {
        const folded = new Map(old.folded);
        for (let at = model.nodes[index]?.parent ?? -1; at >= 0; at = model.nodes[at]?.parent ?? -1) {
          folded.set(model.nodes[at]?.id ?? '', false);
        }
        const shown = graph.nodes[graph.shownAs[index] ?? -1];
        const opened = shown?.node === -1 ? new Set(old.opened).add(shown.key) : old.opened;
        const hiddenNow = (graph.shownAs[index] ?? -1) < 0;
        return { folded, opened, ...(hiddenNow ? { statuses: null, hideFinished: false } : {}) };
      });
    },
    [change, graph, model]
  );
  return {
    graph,
    statuses: state.statuses,
    hideFinished: state.hideFinished,
    foldFinished: state.foldFinished,
    version: state.version,
    anchor: state.anchor,
    ...actions,
    reveal,
  };
}

/** The first choice shows only that state, further ones add or remove; removing the last shows all again. */
function toggled(statuses: ReadonlySet<Status> | null, status: Status): ReadonlySet<Status> | null {
  const next = new Set(statuses ?? []);
  if (!next.delete(status)) {
    next.add(status);
  }
  return next.size === 0 ? null : next;
}
