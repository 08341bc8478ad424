import { MappingType, type ValueMapping } from '@grafana/grafana-foundation-sdk/dashboard';
import { openInRun, openTaskOf } from './addresses.ts';
import { type Column } from './rows.ts';

const task: Column = { field: 'taskId', title: 'Task', width: 60, links: [openTaskOf(), openInRun()] };
const title: Column = { field: 'title', title: 'Title', links: [openTaskOf()] };
/** Only there for links to read. */
const hidden = (...fields: string[]): Column[] => fields.map((field) => ({ field, title: field, hidden: true }));
const SUBJECT = hidden('project', 'tag', 'run');

export const tasksNow: Column[] = [
  task,
  title,
  { field: 'status', title: 'Status', status: true, width: 115 },
  { field: 'agent', title: 'Agent', width: 110 },
  { field: 'durationMs', title: 'Worked on', width: 95 },
  { field: 'expectedMs', title: 'Usual', width: 80 },
  ...SUBJECT,
];

export const tasksAll: Column[] = [
  task,
  title,
  { field: 'status', title: 'Status', status: true, width: 115 },
  { field: 'progress', title: 'Progress', bar: 'share', width: 130 },
  { field: 'durationMs', title: 'Took', width: 85 },
  { field: 'expectedMs', title: 'Usual', width: 80 },
  { field: 'costUsd', title: 'Cost', decimals: 2, width: 75 },
  ...SUBJECT,
];

export const tasksDone: Column[] = [
  task,
  title,
  { field: 'durationMs', title: 'Took', width: 110 },
  { field: 'expectedMs', title: 'Usual', width: 110 },
  { field: 'attempts', title: 'Tries', width: 80 },
  { field: 'finishedAt', title: 'Finished', unit: 'dateTimeFromNow', width: 150 },
  { field: 'costUsd', title: 'Cost', decimals: 2, width: 90 },
  ...SUBJECT,
];

/** Why the cost of a task is held to be its own; several reasons are joined by commas. */
const EVIDENCE_WORDS: ValueMapping[] = [
  {
    type: MappingType.ValueToText,
    options: {
      resource: { text: 'Named by its telemetry', index: 0 },
      'status-change': { text: 'Changed its status', index: 1 },
      'only-in-progress': { text: 'Only task in progress', index: 2 },
      none: { text: '–', index: 3 },
    },
  },
  { type: MappingType.RegexToText, options: { pattern: '/,/', result: { text: 'Several of these', index: 4 } } },
];

export const tasksByCost: Column[] = [
  task,
  title,
  { field: 'status', title: 'Status', status: true, width: 130 },
  { field: 'costUsd', title: 'Cost', decimals: 2, bar: 'largest', width: 200 },
  { field: 'inputTokens', title: 'In', width: 90 },
  { field: 'outputTokens', title: 'Out', width: 90 },
  { field: 'cacheReadTokens', title: 'From cache', width: 110 },
  { field: 'evidence', title: 'Known by', words: EVIDENCE_WORDS, width: 175 },
  ...SUBJECT,
];
