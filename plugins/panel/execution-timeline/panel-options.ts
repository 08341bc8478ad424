import {
  getFieldDisplayName,
  type FieldOverrideContext,
  type PanelOptionsEditorBuilder,
  type SelectableValue,
} from '@grafana/data';
import { addSwitches, choices } from '../../shared/panel-options.ts';
import { DEFAULT_OPTIONS, GROUPS, SORTS, type GroupBy, type TimelineOptions } from './options.ts';

function groupsFor(context: FieldOverrideContext): Promise<Array<SelectableValue<GroupBy>>> {
  const names = new Set(
    (context.data ?? []).flatMap((frame) => frame.fields.map((field) => getFieldDisplayName(field, frame)))
  );
  const fields = [...names].map((name) => ({ value: `field:${name}` as GroupBy, label: `Field: ${name}` }));
  return Promise.resolve([...GROUPS, ...fields]);
}

/** The panel's options editor. */
export function addOptions(builder: PanelOptionsEditorBuilder<TimelineOptions>): void {
  addRows(builder);
  addColours(builder);
  addTime(builder);
  addFields(builder);
}

function addRows(builder: PanelOptionsEditorBuilder<TimelineOptions>): void {
  const category = ['Rows'];
  builder
    .addSelect({
      path: 'groupBy',
      name: 'Group by',
      category,
      defaultValue: DEFAULT_OPTIONS.groupBy,
      settings: { options: GROUPS, getOptions: groupsFor },
    })
    .addSelect({
      path: 'sortBy',
      name: 'Sort by',
      category,
      defaultValue: DEFAULT_OPTIONS.sortBy,
      settings: {
        options: SORTS,
      },
    })
    .addRadio({
      path: 'rowsBy',
      name: 'One row for each',
      description: 'Automatic: lanes for timelines and tables with a lane field, spans for traces and other tables.',
      category,
      defaultValue: DEFAULT_OPTIONS.rowsBy,
      settings: {
        options: choices({ auto: 'Automatic', lane: 'Lane', span: 'Span' }),
      },
    })
    .addNumberInput({
      path: 'openLevels',
      name: 'Levels open at first',
      description: '0 opens as many as fit.',
      category,
      defaultValue: DEFAULT_OPTIONS.openLevels,
      settings: { min: 0, max: 20, integer: true },
    })
    .addRadio({
      path: 'rowSize',
      name: 'Row height',
      category,
      defaultValue: DEFAULT_OPTIONS.rowSize,
      settings: {
        options: choices({ small: 'Small', medium: 'Medium', large: 'Large' }),
      },
    });
}

function addColours(builder: PanelOptionsEditorBuilder<TimelineOptions>): void {
  const category = ['Bars'];
  builder
    .addSelect({
      path: 'colorBy',
      name: 'Colour by',
      description: 'Value mappings, thresholds and fixed colours of the field win over the built-in ones.',
      category,
      defaultValue: DEFAULT_OPTIONS.colorBy,
      settings: {
        options: choices({
          status: 'Status',
          agent: 'Agent',
          model: 'Model',
          kind: 'Kind',
          task: 'Task',
          name: 'Name',
          field: 'Another field',
        }),
      },
    })
    .addFieldNamePicker({
      path: 'colorField',
      name: 'Colour field',
      category,
      showIf: (options) => options.colorBy === 'field',
    });
  addSwitches(
    builder,
    DEFAULT_OPTIONS,
    [
      { path: 'showLabels', name: 'Labels on bars' },
      { path: 'showLegend', name: 'Legend' },
      { path: 'showToolbar', name: 'Toolbar' },
    ],
    category
  );
}

function addTime(builder: PanelOptionsEditorBuilder<TimelineOptions>): void {
  const category = ['Time'];
  builder.addRadio({
    path: 'range',
    name: 'Show',
    description: 'Automatic: the dashboard’s range where the data fill at least half of it, else the data.',
    category,
    defaultValue: DEFAULT_OPTIONS.range,
    settings: {
      options: choices({ auto: 'Automatic', dashboard: 'Dashboard’s range', data: 'All data' }),
    },
  });
  addSwitches(builder, DEFAULT_OPTIONS, [{ path: 'compressGaps', name: 'Squeeze idle time' }], category);
  builder.addNumberInput({
    path: 'gapSeconds',
    name: 'Idle from (seconds)',
    description: 'Shortest stretch without work that is squeezed. 0: from 4 % of the whole on.',
    category,
    defaultValue: DEFAULT_OPTIONS.gapSeconds,
    settings: { min: 0 },
  });
  addSwitches(builder, DEFAULT_OPTIONS, [{ path: 'showOverview', name: 'Overview strip' }], category);
}

function addFields(builder: PanelOptionsEditorBuilder<TimelineOptions>): void {
  const category = ['Fields of a table'];
  const pick = (path: keyof TimelineOptions, name: string, description?: string) =>
    builder.addFieldNamePicker({ path, name, description, category });
  pick(
    'startField',
    'Start',
    'Left empty, fields are recognised by name and type. Choosing a start reads any frame as a table.'
  );
  pick('endField', 'End');
  pick('nameField', 'Name');
  pick('laneField', 'Lane', 'Spans with the same value share a row.');
  pick('statusField', 'Status');
  pick('idField', 'Id');
  pick('parentField', 'Parent id', 'Nests spans.');
}
