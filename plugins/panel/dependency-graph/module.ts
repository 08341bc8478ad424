import { PanelPlugin } from '@grafana/data';
import { DependencyGraphPanel } from './DependencyGraphPanel.tsx';
import { DEFAULT_OPTIONS, type DependencyGraphOptions } from './options.ts';

export const plugin = new PanelPlugin<DependencyGraphOptions>(DependencyGraphPanel)
  .useFieldConfig()
  .setPanelOptions((builder) =>
    builder
      .addRadio({
        path: 'direction',
        name: 'Direction',
        description: 'Where the work flows. Automatic follows the shape of the panel.',
        defaultValue: DEFAULT_OPTIONS.direction,
        settings: {
          options: [
            { value: 'auto', label: 'Automatic' },
            { value: 'LR', label: 'Left to right' },
            { value: 'TD', label: 'Top down' },
          ],
        },
      })
      .addRadio({
        path: 'edgeSource',
        name: 'An edge starts at',
        description: 'What the `source` of an edge is: the task that comes first, or the one that waits for it.',
        defaultValue: DEFAULT_OPTIONS.edgeSource,
        settings: {
          options: [
            { value: 'prerequisite', label: 'What comes first' },
            { value: 'dependent', label: 'What waits' },
          ],
        },
      })
      .addRadio({
        path: 'subtasks',
        name: 'Subtasks',
        description: 'Automatic unfolds them while the graph is small.',
        defaultValue: DEFAULT_OPTIONS.subtasks,
        settings: {
          options: [
            { value: 'auto', label: 'Automatic' },
            { value: 'expanded', label: 'Unfolded' },
            { value: 'collapsed', label: 'Folded' },
          ],
        },
      })
      .addBooleanSwitch({
        path: 'hideFinished',
        name: 'Hide finished tasks',
        defaultValue: DEFAULT_OPTIONS.hideFinished,
      })
      .addBooleanSwitch({
        path: 'foldFinished',
        name: 'Fold finished branches',
        description: 'Finished tasks that depend only on finished tasks become one node.',
        defaultValue: DEFAULT_OPTIONS.foldFinished,
      })
      .addBooleanSwitch({ path: 'showToolbar', name: 'Toolbar', defaultValue: DEFAULT_OPTIONS.showToolbar })
      .addBooleanSwitch({ path: 'showLegend', name: 'Legend', defaultValue: DEFAULT_OPTIONS.showLegend })
      .addBooleanSwitch({ path: 'showMinimap', name: 'Overview map', defaultValue: DEFAULT_OPTIONS.showMinimap })
      .addBooleanSwitch({
        path: 'pulse',
        name: 'Running tasks pulse',
        description: 'Never where the system asks for reduced motion.',
        defaultValue: DEFAULT_OPTIONS.pulse,
      })
  );
