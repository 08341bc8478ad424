import {
  FieldColorModeId,
  type PanelModel,
  PanelPlugin,
  type PanelPluginMeta,
  type PanelProps,
  PluginType,
} from '@grafana/data';
import React from 'react';
import { GRAPH_OPTIONS, PLAIN_OPTIONS, TABLE_OPTIONS } from './custom-options.ts';

type Load = () => Promise<React.ComponentType<PanelProps>>;

interface Definition {
  name: string;
  load: Load;
  color?: FieldColorModeId;
  /** Options below `custom` that a dashboard may set for a field, with their defaults. */
  custom?: Record<string, unknown>;
  options?: Record<string, unknown>;
  skipDataQuery?: boolean;
  /** Draws what annotation queries found; without it the panel is not given any. */
  annotations?: boolean;
}

const reduce = { values: false, calcs: ['lastNotNull'], fields: '' };
const legend = { displayMode: 'list', placement: 'bottom', showLegend: true, calcs: [] };

/** Grafana's common panels that a dashboard of ours uses and no package brings: each drawn by a small file here. */
const PANELS: Record<string, Definition> = {
  timeseries: {
    name: 'Time series',
    load: async () => (await import('./TimeSeriesPanel.tsx')).TimeSeriesPanel,
    color: FieldColorModeId.PaletteClassic,
    custom: GRAPH_OPTIONS,
    options: { legend, tooltip: { mode: 'single', sort: 'none' } },
    annotations: true,
  },
  stat: {
    name: 'Stat',
    load: async () => (await import('./StatPanel.tsx')).StatPanel,
    options: { reduceOptions: reduce, orientation: 'auto', textMode: 'auto', colorMode: 'value', graphMode: 'area' },
  },
  gauge: {
    name: 'Gauge',
    load: async () => (await import('./GaugePanel.tsx')).GaugePanel,
    options: { reduceOptions: reduce, orientation: 'auto' },
  },
  bargauge: {
    name: 'Bar gauge',
    load: async () => (await import('./BarGaugePanel.tsx')).BarGaugePanel,
    options: { reduceOptions: reduce, orientation: 'auto', displayMode: 'gradient', showUnfilled: true },
  },
  table: {
    name: 'Table',
    load: async () => (await import('./TablePanel.tsx')).TablePanel,
    custom: TABLE_OPTIONS,
    options: { showHeader: true, cellHeight: 'sm', frameIndex: 0 },
  },
  piechart: {
    name: 'Pie chart',
    load: async () => (await import('./PieChartPanel.tsx')).PieChartPanel,
    color: FieldColorModeId.PaletteClassic,
    custom: PLAIN_OPTIONS,
    options: { reduceOptions: reduce, pieType: 'pie', legend: { ...legend, placement: 'right' } },
  },
  logs: {
    name: 'Logs',
    load: async () => (await import('./LogsPanel.tsx')).LogsPanel,
    options: { sortOrder: 'Descending' },
  },
  text: {
    name: 'Text',
    load: async () => (await import('./TextPanel.tsx')).TextPanel,
    options: { mode: 'markdown', content: '' },
    skipDataQuery: true,
  },
  'state-timeline': {
    name: 'State timeline',
    load: async () => (await import('./StateTimelinePanel.tsx')).StateTimelinePanel,
    color: FieldColorModeId.PaletteClassic,
    custom: { ...PLAIN_OPTIONS, fillOpacity: 70, lineWidth: 0 },
    options: { rowHeight: 0.9, showValue: 'auto', mergeValues: true, legend },
  },
};

function lazily(load: Load): React.ComponentType<PanelProps> {
  const Renderer = React.lazy(async () => ({ default: await load() }));
  return function LazyPanel(props: PanelProps) {
    return React.createElement(React.Suspense, { fallback: null }, React.createElement(Renderer, props));
  };
}

function create(id: string, definition: Definition): PanelPlugin {
  const { name, load, color, custom, options, skipDataQuery, annotations = false } = definition;
  const plugin = new PanelPlugin(lazily(load));
  plugin.setDataSupport({ annotations, alertStates: false });
  plugin.useFieldConfig({
    standardOptions: color ? { color: { defaultValue: { mode: color } } as never } : {},
    useCustomConfig: (builder) => {
      for (const [path, defaultValue] of Object.entries(custom ?? {})) {
        const editor = () => null;
        const process = (value: unknown) => value;
        const shouldApply = () => true;
        builder.addCustomEditor({
          id: path,
          path,
          name: path,
          defaultValue,
          editor,
          override: editor,
          process,
          shouldApply,
        });
      }
    },
  });
  plugin.setPanelOptions((builder) => {
    for (const [path, defaultValue] of Object.entries(options ?? {})) {
      builder.addCustomEditor({ id: path, path, name: path, defaultValue, editor: () => null });
    }
  });
  const info = { author: { name: '' }, description: '', links: [], logos: { small: '', large: '' }, screenshots: [] };
  plugin.meta = {
    id,
    name,
    type: PluginType.panel,
    module: 'core',
    baseUrl: '',
    sort: 1,
    skipDataQuery,
    info: { ...info, updated: '', version: '' },
  } as PanelPluginMeta;
  return plugin;
}

const created = new Map<string, PanelPlugin>();

/** The renderer of one of Grafana's own panel types, or undefined where this page has none. */
export function builtInPanel(id: PanelModel['type']): PanelPlugin | undefined {
  const definition = PANELS[id];
  if (definition && !created.has(id)) {
    created.set(id, create(id, definition));
  }
  return created.get(id);
}
