import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  CHECKPOINT_COLUMNS,
  EDGE_COLUMNS,
  EVENT_COLUMNS,
  LOG_COLUMNS,
  NODE_COLUMNS,
  PROJECT_COLUMNS,
  RUN_COLUMNS,
  STATUS_COLUMNS,
  TASK_COLUMNS,
  TIMELINE_COLUMNS,
  TRACE_COLUMNS,
  TRACE_LIST_COLUMNS,
} from '../columns.ts';
import { type Column, type Frame } from '../frames.ts';
import { GOLDEN_ANSWERS } from '../golden/answers.ts';
import { QUERY_SCHEMAS, QUERY_TYPES, type QueryType } from '../queries.ts';
import { QUERY_NOTES } from './query-notes.ts';
import { schemaType, type SchemaNode } from './schema-type.ts';

/** Writes docs/queries/*.md from the schemas, columns and golden answers: `node contract/docs/generate.ts --write`. */

const COLUMNS: Partial<Record<QueryType, Array<[title: string, columns: readonly Column[]]>>> = {
  projects: [['Columns', PROJECT_COLUMNS]],
  runs: [['Columns', RUN_COLUMNS]],
  tasks: [['Columns', TASK_COLUMNS]],
  dependencyGraph: [
    ['Columns of `nodes`', NODE_COLUMNS],
    ['Columns of `edges`', EDGE_COLUMNS],
  ],
  timeline: [['Columns', TIMELINE_COLUMNS]],
  events: [['Columns', EVENT_COLUMNS]],
  status: [['Columns', STATUS_COLUMNS]],
  logs: [['Columns', LOG_COLUMNS]],
  traces: [
    ['Columns of the list', TRACE_LIST_COLUMNS],
    ['Columns of one trace', TRACE_COLUMNS],
  ],
  checkpoints: [['Columns', CHECKPOINT_COLUMNS]],
};

const cell = (text: string) => text.replaceAll('|', String.raw`\|`).replaceAll('\n', ' ');

function table(head: string[], rows: string[][]): string {
  const line = (cells: string[]) => `| ${cells.map(cell).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

function fieldTable(type: QueryType): string {
  const schema = QUERY_SCHEMAS[type] as SchemaNode;
  const rows = Object.entries(schema.properties ?? {}).map(([name, node]) => [
    `\`${name}\``,
    schemaType(node),
    node.description ?? '',
  ]);
  return table(['field', 'type', 'meaning'], rows);
}

function columnTable(columns: readonly Column[]): string {
  const rows = columns.map(({ name, kind, nullable, unit, description }) => [
    `\`${name}\``,
    nullable ? `${kind} or null` : kind,
    unit ?? '',
    description,
  ]);
  return table(['column', 'kind', 'unit', 'meaning'], rows);
}

/** The golden answer with two rows a frame: whole ones are in contract/golden. */
function exampleAnswer(golden: string): string {
  const { A } = GOLDEN_ANSWERS[golden]!.results;
  const short = (frame: Frame): Frame => ({
    schema: { ...frame.schema, fields: frame.schema.fields },
    data: { values: frame.data.values.map((values) => values.slice(0, 2)) },
  });
  const frames = A!.frames!.slice(0, 2).map(short);
  const lines = frames.map(({ schema, data }) => {
    const { fields, ...rest } = schema;
    const inner = fields.map((field) => `        ${JSON.stringify(field)}`).join(',\n');
    const head = JSON.stringify(rest).slice(0, -1);
    const values = data.values.map((one) => `        ${JSON.stringify(one)}`).join(',\n');
    return `    { "schema": ${head}, "fields": [\n${inner}\n      ] },\n      "data": { "values": [\n${values}\n      ] } }`;
  });
  return `{ "results": { "A": { "status": ${A!.status}, "frames": [\n${lines.join(',\n')}\n] } } }`;
}

/** The page of a query type. */
export function queryPage(type: QueryType): string {
  const { title, answers, example, golden, limit, notes } = QUERY_NOTES[type];
  const request = {
    queries: [{ refId: 'A', queryType: type, timeRange: { from: 'now-6h', to: 'now' }, query: example }],
  };
  const tables = (COLUMNS[type] ?? []).map(([name, columns]) => `## ${name}\n\n${columnTable(columns)}\n`);
  return [
    `# ${title}\n`,
    '<!-- Written by contract/docs/generate.ts; change that or the contract, not this file. -->\n',
    `Query type \`${type}\`. ${answers}\n`,
    `Without \`limit\`: ${limit}. An answer that holds less than there is says so in a notice.\n`,
    `## Fields of \`query\`\n\nAll are optional. An unknown field is a 400 that names it.\n\n${fieldTable(type)}\n`,
    ...tables,
    `## Good to know\n\n${notes.map((note) => `- ${note}`).join('\n')}\n`,
    `## Example\n\n\`POST /api/v1/query\`\n\n\`\`\`json\n${JSON.stringify(request, null, 2)}\n\`\`\`\n`,
    `The answer, first two rows (whole: [contract/golden/${golden}.json](../../contract/golden/${golden}.json)):\n`,
    `\`\`\`json\n${exampleAnswer(golden)}\n\`\`\`\n`,
  ].join('\n');
}

/** The list of all pages. */
export function indexPage(): string {
  const rows = QUERY_TYPES.map((type) => [`[\`${type}\`](${type}.md)`, QUERY_NOTES[type].answers]);
  return [
    '# Queries\n',
    '<!-- Written by contract/docs/generate.ts; change that or the contract, not this file. -->\n',
    '`POST /api/v1/query` takes `{"queries": [{"refId", "queryType", "timeRange", "intervalMs", "maxDataPoints", "query"}]}` and answers',
    '`{"results": {"<refId>": {"status", "frames", "error", "errorSource"}}}` in Grafana’s data-frame JSON. Each query has a time range of its',
    'own and is answered whatever happens to the others. Times are epoch milliseconds, ISO 8601 or relative (`now-6h`, `now-1d/d`, in UTC, weeks',
    'from Monday); without a range the last six hours are meant.\n',
    table(['query type', 'answer'], rows),
    '',
  ].join('\n');
}

/** All files by name. */
export function queryPages(): Record<string, string> {
  return {
    'README.md': indexPage(),
    ...Object.fromEntries(QUERY_TYPES.map((type) => [`${type}.md`, queryPage(type)])),
  };
}

if (process.argv[1] === import.meta.filename) {
  const folder = join(import.meta.dirname, '../../docs/queries');
  const isWriting = process.argv.includes('--write');
  mkdirSync(folder, { recursive: true });
  for (const [name, text] of Object.entries(queryPages())) {
    if (isWriting) {
      writeFileSync(join(folder, name), text);
    }
    process.stdout.write(`${isWriting ? 'written' : 'would write'} docs/queries/${name}\n`);
  }
}
