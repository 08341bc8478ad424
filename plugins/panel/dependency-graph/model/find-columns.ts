import type { DataFrame, Field } from '@grafana/data';
import { STATUS_STYLES, toStatus } from '../../../shared/status.ts';
import type { EdgeColumns, NodeColumns } from './types.ts';

/** Colours of `arc__*` fields that name none. Those called like a state have its colour: the same word, the same colour. */
const ARC_COLORS = ['blue', 'purple', 'yellow', 'orange', 'semi-dark-blue', 'semi-dark-purple'];

function arcColor(name: string, at: number): string {
  const status = toStatus(name.replace(/^errors$/, 'error').replace(/^open$/, 'pending'));
  return status === 'unknown' ? (ARC_COLORS[at % ARC_COLORS.length] ?? 'blue') : STATUS_STYLES[status].color;
}

export interface FoundFrames {
  nodes: NodeColumns[];
  edges: EdgeColumns[];
  /** What is missing from frames that look meant for this panel. */
  problems: string[];
}

/** Field names are compared without case: Grafana's own node graph does, and SQL sources change case. */
function byName(frame: DataFrame): Map<string, Field> {
  const found = new Map<string, Field>();
  for (const field of frame.fields) {
    const name = typeof field.name === 'string' ? field.name.toLowerCase() : '';
    if (!found.has(name)) {
      found.set(name, field);
    }
  }
  return found;
}

/** Splits a query's frames into nodes and edges: by their fields first, then by name where a required field is missing. */
export function findFrames(frames: readonly DataFrame[]): FoundFrames {
  const found: FoundFrames = { nodes: [], edges: [], problems: [] };
  for (const frame of frames) {
    const fields = byName(frame);
    const source = fields.get('source');
    const target = fields.get('target');
    const id = fields.get('id');
    const name = `${frame.name ?? ''} ${frame.refId ?? ''}`.toLowerCase();
    if (source !== undefined && target !== undefined) {
      found.edges.push(edgeColumns(fields, source, target));
    } else if (id !== undefined && !/\bedges?\b/.test(name)) {
      found.nodes.push(nodeColumns(fields, id));
    } else if (/\bedges?\b/.test(name)) {
      found.problems.push('The table of dependencies needs the fields `source` and `target`.');
    } else if (/\bnodes?\b/.test(name) || frame.meta?.preferredVisualisationType === 'nodeGraph') {
      found.problems.push('The table of tasks needs the field `id`.');
    }
  }
  return found;
}

function nodeColumns(fields: Map<string, Field>, id: Field): NodeColumns {
  const arcs: NodeColumns['arcs'] = [];
  const details: Field[] = [];
  for (const [name, field] of fields) {
    if (name.startsWith('arc__')) {
      const short = name.slice(5);
      const fixed = field.config.color?.fixedColor;
      arcs.push({
        field,
        label: field.config.displayName ?? short,
        color: fixed ?? arcColor(short, arcs.length),
      });
    } else if (name.startsWith('detail__')) {
      details.push(field);
    }
  }
  return {
    id,
    title: fields.get('title') ?? fields.get('name'),
    subtitle: fields.get('subtitle'),
    mainstat: fields.get('mainstat'),
    secondarystat: fields.get('secondarystat'),
    color: fields.get('color'),
    status: fields.get('status'),
    parentId: fields.get('parentid') ?? fields.get('parent_id'),
    progress: fields.get('progress'),
    ready: fields.get('ready'),
    critical: fields.get('critical') ?? fields.get('highlighted'),
    blockedBy: fields.get('blockedby') ?? fields.get('blocked_by'),
    arcs,
    details,
  };
}

function edgeColumns(fields: Map<string, Field>, source: Field, target: Field): EdgeColumns {
  return {
    id: fields.get('id'),
    source,
    target,
    kind: fields.get('kind'),
    resolved: fields.get('resolved'),
    inCycle: fields.get('incycle') ?? fields.get('in_cycle'),
    critical: fields.get('critical') ?? fields.get('highlighted'),
    color: fields.get('color'),
    thickness: fields.get('thickness'),
    dash: fields.get('strokedasharray'),
    mainstat: fields.get('mainstat'),
    secondarystat: fields.get('secondarystat'),
    details: [...fields].filter(([name]) => name.startsWith('detail__')).map(([, field]) => field),
  };
}
