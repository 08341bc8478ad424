import { PanelPlugin } from '@grafana/data';
import { DependencyGraphPanel } from './DependencyGraphPanel.tsx';
import type { DependencyGraphOptions } from './options.ts';
import { addOptions } from './panel-options.ts';

export const plugin = new PanelPlugin<DependencyGraphOptions>(DependencyGraphPanel)
  .useFieldConfig()
  .setPanelOptions(addOptions);
