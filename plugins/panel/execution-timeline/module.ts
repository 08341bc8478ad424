import { PanelPlugin } from '@grafana/data';
import { ExecutionTimelinePanel } from './components/ExecutionTimelinePanel.tsx';
import { addOptions } from './panel-options.ts';
import type { TimelineOptions } from './options.ts';

export const plugin = new PanelPlugin<TimelineOptions>(ExecutionTimelinePanel)
  .useFieldConfig()
  .setPanelOptions(addOptions);
