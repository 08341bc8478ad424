import { DashboardCursorSync } from '@grafana/data';
import {
  behaviors,
  EmbeddedScene,
  SceneDataLayerSet,
  SceneGridLayout,
  SceneRefreshPicker,
  SceneTimePicker,
  SceneTimeRange,
  SceneVariableSet,
  VariableValueSelectors,
} from '@grafana/scenes';
import { toLayers } from './annotations.ts';
import { toChildren } from './grid.ts';
import { LayerSwitches } from './LayerSwitches.tsx';
import { LiveRefresh } from './LiveRefresh.ts';
import { type DashboardJson } from './model.ts';
import { Repeats } from './Repeats.ts';
import { repeatedBy } from './sections.ts';
import { TimeControls } from './TimeControls.tsx';
import { toVariable } from './variables.ts';

/** A dashboard as a scene: Grafana Scenes draws the grid, runs queries and keeps variables and time range in the URL. */
export function toScene(json: DashboardJson): EmbeddedScene {
  const variables = (json.templating?.list ?? []).flatMap((variable) => toVariable(variable) ?? []);
  const timeRange = json.time ?? { from: 'now-6h', to: 'now' };
  const layers = toLayers(json.annotations?.list ?? []);
  const switched = layers.filter(({ state }) => !state.isHidden);
  const repeated = repeatedBy(json.panels).filter((name) => variables.some(({ state }) => state.name === name));
  return new EmbeddedScene({
    $timeRange: new SceneTimeRange({ ...timeRange, timeZone: json.timezone || undefined }),
    $variables: new SceneVariableSet({ variables }),
    $data: layers.length > 0 ? new SceneDataLayerSet({ layers }) : undefined,
    $behaviors: [
      new behaviors.CursorSync({ sync: (json.graphTooltip ?? DashboardCursorSync.Off) as DashboardCursorSync }),
      new LiveRefresh({}),
    ],
    controls: [
      new VariableValueSelectors({}),
      ...(switched.length > 0 ? [new LayerSwitches({ layers: switched.map((one) => one.getRef()) })] : []),
      new TimeControls({
        controls: [
          ...(json.timepicker?.hidden ? [] : [new SceneTimePicker({ isOnCanvas: true })]),
          new SceneRefreshPicker({
            intervals: json.timepicker?.refresh_intervals ?? ['5s', '10s', '30s', '1m', '5m'],
            refresh: json.refresh || undefined,
            withText: true,
            isOnCanvas: true,
          }),
        ],
      }),
    ],
    body: new SceneGridLayout({
      isLazy: true,
      isDraggable: false,
      isResizable: false,
      $behaviors: repeated.length > 0 ? [new Repeats({ panels: json.panels, variables: repeated })] : undefined,
      // What is repeated is not known before the variables are.
      children: toChildren(json.panels, (name) => (repeated.includes(name) ? [] : undefined)),
    }),
  });
}
