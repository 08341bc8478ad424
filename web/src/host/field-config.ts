import {
  booleanOverrideProcessor,
  dataLinksOverrideProcessor,
  displayNameOverrideProcessor,
  FieldColorModeId,
  type FieldConfigPropertyItem,
  identityOverrideProcessor,
  numberOverrideProcessor,
  standardEditorsRegistry,
  standardFieldConfigEditorRegistry,
  stringOverrideProcessor,
  thresholdsOverrideProcessor,
  ThresholdsMode,
  unitOverrideProcessor,
  valueMappingsOverrideProcessor,
} from '@grafana/data';

/** This page shows panels and never edits them: every option needs an editor to exist, none is ever rendered. */
const NoEditor = () => null;

type Process = FieldConfigPropertyItem['process'];

function property(id: string, process: Process, defaultValue?: unknown, settings = {}): FieldConfigPropertyItem {
  return {
    id,
    path: id,
    name: id,
    process,
    defaultValue,
    editor: NoEditor,
    override: NoEditor,
    settings,
    shouldApply: () => true,
  };
}

/** Grafana's standard field options, with its defaults: without them units, mappings and thresholds do nothing. */
const STANDARD = (): FieldConfigPropertyItem[] => [
  property('displayName', displayNameOverrideProcessor, undefined, { expandTemplateVars: true }),
  property('description', stringOverrideProcessor),
  property('unit', unitOverrideProcessor),
  property('min', numberOverrideProcessor),
  property('max', numberOverrideProcessor),
  property('fieldMinMax', booleanOverrideProcessor),
  property('decimals', numberOverrideProcessor),
  property('noValue', displayNameOverrideProcessor),
  property('color', identityOverrideProcessor, { mode: FieldColorModeId.Thresholds }),
  property('links', dataLinksOverrideProcessor),
  property('mappings', valueMappingsOverrideProcessor, []),
  property('thresholds', thresholdsOverrideProcessor, {
    mode: ThresholdsMode.Absolute,
    steps: [
      { value: -Infinity, color: 'green' },
      { value: 80, color: 'red' },
    ],
  }),
  property('filterable', booleanOverrideProcessor),
];

const EDITORS = [
  'text',
  'number',
  'slider',
  'boolean',
  'select',
  'radio',
  'multi-select',
  'unit',
  'color',
  'fieldColor',
  'field-name',
  'timezone',
  'thresholds',
  'mappings',
  'links',
  'actions',
  'stats-picker',
  'strings',
  'dashboard-uid',
];

export function offerFieldConfig() {
  standardFieldConfigEditorRegistry.setInit(STANDARD);
  standardEditorsRegistry.setInit(() => EDITORS.map((id) => ({ id, name: id, editor: NoEditor })));
}
