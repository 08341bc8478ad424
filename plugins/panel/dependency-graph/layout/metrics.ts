/** Sizes of the picture's parts, pixels at zoom 1. */
export const METRICS = {
  task: { width: 228, height: 68 },
  subtask: { width: 208, height: 48 },
  fold: { width: 200, height: 52 },
  ghost: { width: 168, height: 44 },
  /** Strip at the top of an expanded box: status, title and the handle that folds it. */
  header: 48,
  padding: 14,
  /** Between neighbours in a layer, and between the nodes and the long edges passing them. */
  nodeGap: 22,
  edgeGap: 12,
  layerGap: 48,
  /** In a box: subtasks stand closer together. */
  innerGap: 12,
  innerLayerGap: 26,
  /** Between parts of the graph that have nothing to do with each other. */
  partGap: 44,
} as const;
