import { DashboardCursorSync } from '@grafana/data';
import {
  behaviors,
  EmbeddedScene,
  SceneControlsSpacer,
  SceneDataTransformer,
  SceneGridItem,
  SceneGridLayout,
  SceneGridRow,
  SceneQueryRunner,
  SceneRefreshPicker,
  SceneTimePicker,
  SceneTimeRange,
  SceneVariableSet,
  VariableValueSelectors,
  VizPanel,
} from '@grafana/scenes';
import { LiveRefresh } from './LiveRefresh.ts';
import { type DashboardJson, type GridPosition, type PanelJson } from './model.ts';
import { PanelTimeRange } from './PanelTimeRange.ts';
import { PanelLinks } from './PanelLinks.tsx';
import { toVariable } from './variables.ts';

/** Size of a panel that states none, in grid cells: as in Grafana. */
const DEFAULT: GridPosition = { x: 0, y: 0, w: 12, h: 8 };

function toPanel(json: PanelJson): VizPanel {
  const targets = json.targets ?? [];
  const runner = targets.length
    ? new SceneQueryRunner({
        queries: targets.map((target) => ({
          ...target,
          datasource: target.datasource ?? json.datasource ?? undefined,
        })) as never,
        datasource: json.datasource ?? { uid: 'taskmaster' },
        maxDataPoints: json.maxDataPoints,
      })
    : undefined;
  const transformations = json.transformations ?? [];
  const $data =
    runner && transformations.length ? new SceneDataTransformer({ $data: runner, transformations }) : runner;
  return new VizPanel({
    key: `panel-${json.id ?? 0}`,
    pluginId: json.type,
    title: json.title ?? '',
    description: json.description,
    options: json.options ?? {},
    fieldConfig: json.fieldConfig ?? { defaults: {}, overrides: [] },
    pluginVersion: json.pluginVersion,
    displayMode: json.transparent ? 'transparent' : 'default',
    hoverHeader: !json.title && !json.links?.length,
    titleItems: json.links?.length ? new PanelLinks({ links: json.links }) : undefined,
    $timeRange: new PanelTimeRange(),
    $data,
  });
}

function toItem(json: PanelJson, below: number): SceneGridItem {
  const { x, y, w, h } = { ...DEFAULT, y: below, ...json.gridPos };
  return new SceneGridItem({ x, y, width: w, height: h, isDraggable: false, isResizable: false, body: toPanel(json) });
}

/** Panels and rows of the grid. A collapsed row carries its panels; an open one is followed by them. */
function toChildren(panels: PanelJson[]) {
  const children: Array<SceneGridItem | SceneGridRow> = [];
  let row: { json: PanelJson; y: number; items: SceneGridItem[] } | undefined;
  let below = 0;
  const finishRow = () => {
    if (row) {
      const { json, y, items } = row;
      const isCollapsed = json.collapsed ?? false;
      children.push(
        new SceneGridRow({ key: `row-${json.id ?? y}`, title: json.title ?? '', y, isCollapsed, children: items })
      );
    }
  };
  for (const json of panels) {
    if (json.type === 'row') {
      finishRow();
      const y = json.gridPos?.y ?? below;
      row = { json, y, items: (json.panels ?? []).map((inner) => toItem(inner, y + 1)) };
      below = y + 1;
    } else {
      const item = toItem(json, below);
      below = Math.max(below, (item.state.y ?? 0) + (item.state.height ?? 0));
      (row ? row.items : children).push(item);
    }
  }
  finishRow();
  return children;
}

/** A dashboard as a scene: Grafana Scenes draws the grid, runs queries and keeps variables and time range in the URL. */
export function toScene(json: DashboardJson): EmbeddedScene {
  const variables = (json.templating?.list ?? []).flatMap((variable) => toVariable(variable) ?? []);
  const timeRange = json.time ?? { from: 'now-6h', to: 'now' };
  return new EmbeddedScene({
    $timeRange: new SceneTimeRange({ ...timeRange, timeZone: json.timezone || undefined }),
    $variables: new SceneVariableSet({ variables }),
    $behaviors: [
      new behaviors.CursorSync({ sync: (json.graphTooltip ?? DashboardCursorSync.Off) as DashboardCursorSync }),
      new LiveRefresh({}),
    ],
    controls: [
      new VariableValueSelectors({}),
      new SceneControlsSpacer(),
      ...(json.timepicker?.hidden ? [] : [new SceneTimePicker({ isOnCanvas: true })]),
      new SceneRefreshPicker({
        intervals: json.timepicker?.refresh_intervals ?? ['5s', '10s', '30s', '1m', '5m'],
        refresh: json.refresh || undefined,
        withText: true,
        isOnCanvas: true,
      }),
    ],
    body: new SceneGridLayout({
      isLazy: true,
      isDraggable: false,
      isResizable: false,
      children: toChildren(json.panels),
    }),
  });
}
