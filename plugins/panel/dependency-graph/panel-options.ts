import type { PanelOptionsEditorBuilder } from '@grafana/data';
import { addSwitches, choices } from '../../shared/panel-options.ts';
import { DEFAULT_OPTIONS, type DependencyGraphOptions } from './options.ts';

/** The panel's options editor. */
export function addOptions(builder: PanelOptionsEditorBuilder<DependencyGraphOptions>): void {
  builder
    .addRadio({
      path: 'direction',
      name: 'Direction',
      description: 'Where the work flows. Automatic follows the shape of the panel.',
      defaultValue: DEFAULT_OPTIONS.direction,
      settings: { options: choices({ auto: 'Automatic', LR: 'Left to right', TD: 'Top down' }) },
    })
    .addRadio({
      path: 'edgeSource',
      name: 'An edge starts at',
      description: 'What the `source` of an edge is: the task that comes first, or the one that waits for it.',
      defaultValue: DEFAULT_OPTIONS.edgeSource,
      settings: { options: choices({ prerequisite: 'What comes first', dependent: 'What waits' }) },
    })
    .addRadio({
      path: 'subtasks',
      name: 'Subtasks',
      description: 'Automatic unfolds them while the graph is small.',
      defaultValue: DEFAULT_OPTIONS.subtasks,
      settings: { options: choices({ auto: 'Automatic', expanded: 'Unfolded', collapsed: 'Folded' }) },
    });
  addSwitches(builder, DEFAULT_OPTIONS, [
    { path: 'hideFinished', name: 'Hide finished tasks' },
    {
      path: 'foldFinished',
      name: 'Fold finished branches',
      description: 'Finished tasks that depend only on finished tasks become one node.',
    },
    { path: 'showToolbar', name: 'Toolbar' },
    { path: 'showLegend', name: 'Legend' },
    { path: 'showMinimap', name: 'Overview map' },
    {
      path: 'pulse',
      name: 'Running tasks pulse',
      description: 'Never where the system asks for reduced motion.',
    },
  ]);
}
