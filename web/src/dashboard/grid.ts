import {
  LocalValueVariable,
  SceneDataTransformer,
  SceneGridItem,
  SceneGridRow,
  SceneQueryRunner,
  SceneVariableSet,
  VizPanel,
} from '@grafana/scenes';
import { type PanelJson } from './model.ts';
import { PanelLinks } from './PanelLinks.tsx';
import { PanelTimeRange } from './PanelTimeRange.ts';
import { type ChoicesOf, type PlacedPanel, type Scope, sectionsOf } from './sections.ts';

const scoped = (scope: Scope | undefined) =>
  scope && new SceneVariableSet({ variables: [new LocalValueVariable({ ...scope })] });

function toData(json: PanelJson) {
  const targets = json.targets ?? [];
  if (targets.length === 0) {
    return undefined;
  }
  const queries = targets.map((target) => ({
    ...target,
    datasource: target.datasource ?? json.datasource ?? undefined,
  }));
  const runner = new SceneQueryRunner({
    queries: queries as never,
    datasource: json.datasource ?? { uid: 'taskmaster' },
    maxDataPoints: json.maxDataPoints,
    minInterval: json.interval ?? undefined,
    dataLayerFilter: json.id === undefined ? undefined : { panelId: json.id },
  });
  const transformations = json.transformations ?? [];
  return transformations.length > 0 ? new SceneDataTransformer({ $data: runner, transformations }) : runner;
}

function toPanel({ json, key, scope }: PlacedPanel): VizPanel {
  return new VizPanel({
    key,
    pluginId: json.type,
    title: json.title ?? '',
    description: json.description,
    options: json.options ?? {},
    fieldConfig: json.fieldConfig ?? { defaults: {}, overrides: [] },
    pluginVersion: json.pluginVersion,
    displayMode: json.transparent ? 'transparent' : 'default',
    hoverHeader: !json.title && !json.links?.length,
    titleItems: json.links?.length ? new PanelLinks({ links: json.links }) : undefined,
    $timeRange: new PanelTimeRange({ shown: json.timeFrom ?? undefined }),
    $variables: scoped(scope),
    $data: toData(json),
  });
}

function toItem(placed: PlacedPanel): SceneGridItem {
  const { x, y, w, h } = placed;
  return new SceneGridItem({
    x,
    y,
    width: w,
    height: h,
    isDraggable: false,
    isResizable: false,
    body: toPanel(placed),
  });
}

/** A repeated row's title with its value filled in: Scenes reads the title aloud as it is written. */
function titleOf({ title = '' }: PanelJson, scope: Scope | undefined): string {
  const named =
    scope && new RegExp(`\\$\\{${scope.name}(?::\\w+)?\\}|\\$${scope.name}\\b|\\[\\[${scope.name}\\]\\]`, 'g');
  return named ? title.replace(named, () => scope.text) : title;
}

/** Panels and rows of the grid, repeated as far as the choices are known. */
export function toChildren(panels: PanelJson[], choicesOf: ChoicesOf): Array<SceneGridItem | SceneGridRow> {
  return sectionsOf(panels, choicesOf).flatMap(({ row, panels: placed }): Array<SceneGridItem | SceneGridRow> => {
    const children = placed.map(toItem);
    if (!row) {
      return children;
    }
    const { key, json, y, scope } = row;
    const isCollapsed = json.collapsed ?? false;
    return [
      new SceneGridRow({ key, title: titleOf(json, scope), y, isCollapsed, children, $variables: scoped(scope) }),
    ];
  });
}
