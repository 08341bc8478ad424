import type {
  DataTransformerConfig,
  DynamicConfigValue,
  ValueMapping,
} from '@grafana/grafana-foundation-sdk/dashboard';
import { LogsDedupStrategy, LogsSortOrder, TableCellHeight } from '@grafana/grafana-foundation-sdk/common';
import * as logsPanel from '@grafana/grafana-foundation-sdk/logs';
import * as tablePanel from '@grafana/grafana-foundation-sdk/table';
import {
  EVENT_COLUMNS,
  PROJECT_COLUMNS,
  RUN_COLUMNS,
  TASK_COLUMNS,
  TIMELINE_COLUMNS,
  TRACE_LIST_COLUMNS,
} from '../../contract/columns.ts';
import { type Link } from './addresses.ts';
import { STATUS_MAPPINGS } from './looks.ts';
import { common, type Common, type Override, toLink } from './panel.ts';

const COLUMNS = {
  projects: PROJECT_COLUMNS,
  runs: RUN_COLUMNS,
  tasks: TASK_COLUMNS,
  events: EVENT_COLUMNS,
  timeline: TIMELINE_COLUMNS,
  traces: TRACE_LIST_COLUMNS,
};

/** One column of a table, in the order they are listed. */
export interface Column {
  /** As the service calls it. */
  field: string;
  title: string;
  width?: number;
  unit?: string;
  decimals?: number;
  /** Shown as a status: coloured word with its sign. */
  status?: boolean;
  /** Words for values that are none. */
  words?: ValueMapping[];
  /** Shown as a bar from 0 to 1, or to the largest of the column. */
  bar?: 'share' | 'largest';
  /** Only there for links to read. */
  hidden?: boolean;
  /** An id that not every row has: then the cell is empty, and links lead to what is around it. */
  mayBeNone?: boolean;
  links?: Link[];
}

interface Rows extends Omit<Common, 'overrides' | 'transformations'> {
  columns: Column[];
  /** What is listed: the query type asked. */
  of: keyof typeof COLUMNS;
  /** Column to sort by, largest first. */
  sortBy?: string;
}

const property = (id: string, value: unknown): DynamicConfigValue => ({ id, value: value as object });

function propertiesOf(column: Column): DynamicConfigValue[] {
  const { width, unit, decimals, status, words, bar, hidden, mayBeNone, links } = column;
  return [
    ...(width === undefined ? [] : [property('custom.width', width)]),
    ...(unit === undefined ? [] : [property('unit', unit)]),
    ...(decimals === undefined ? [] : [property('decimals', decimals)]),
    ...(status ? [property('mappings', STATUS_MAPPINGS), property('custom.cellOptions', { type: 'color-text' })] : []),
    ...(words ? [property('mappings', words)] : []),
    ...(bar
      ? [
          property('custom.cellOptions', { type: 'gauge', mode: 'basic', valueDisplayMode: 'text' }),
          property('fieldMinMax', true),
          property('min', 0),
          ...(bar === 'share' ? [property('max', 1)] : []),
          property('color', { mode: 'fixed', fixedColor: 'blue' }),
        ]
      : []),
    ...(hidden ? [property('custom.hidden', true)] : []),
    // Links are made of what a cell shows: a dash would be taken for an id.
    ...(hidden || mayBeNone ? [property('noValue', '')] : []),
    ...(links
      ? [
          property(
            'links',
            links.map((link) => toLink(link).build()).map(({ title, url }) => ({ title, url }))
          ),
        ]
      : []),
  ];
}

/** Rows to read and to open. Columns not listed are left out. */
export function table(spec: Rows) {
  const { columns, of, sortBy, ...rest } = spec;
  const overrides: Override[] = [
    // An empty cell is a dash; the sentence about the source is for a table without rows.
    { field: '/.*/', properties: [property('noValue', '–')] },
    ...columns
      .map((one) => ({ field: one.title, properties: propertiesOf(one) }))
      .filter(({ properties }) => properties.length > 0),
  ];
  const builder = new tablePanel.PanelBuilder().showHeader(true).cellHeight(TableCellHeight.Sm);
  if (sortBy) {
    builder.sortBy([{ build: () => ({ displayName: sortBy, desc: true }) }]);
  }
  const kept = new Set(columns.map(({ field }) => field));
  const transformations: DataTransformerConfig[] = [
    {
      id: 'organize',
      options: {
        excludeByName: Object.fromEntries(
          COLUMNS[of].filter(({ name }) => !kept.has(name)).map(({ name }) => [name, true])
        ),
        indexByName: Object.fromEntries(columns.map(({ field }, index) => [field, index])),
        renameByName: Object.fromEntries(columns.map(({ field, title }) => [field, title])),
      },
    },
  ];
  return common(builder, { ...rest, overrides, transformations }, spec.missing.long).build();
}

/** Log lines, the latest first. */
export function logs(spec: Common) {
  const builder = new logsPanel.PanelBuilder()
    .showTime(true)
    .showLabels(false)
    .wrapLogMessage(true)
    .prettifyLogMessage(false)
    .enableLogDetails(true)
    .sortOrder(LogsSortOrder.Descending)
    .dedupStrategy(LogsDedupStrategy.None);
  const asks = [spec.asks].flat().map((question) => ({
    build: () => ({ ...question.build(), whenEmpty: spec.missing.long }),
  }));
  return common(builder, { ...spec, asks }, spec.missing.long).build();
}
