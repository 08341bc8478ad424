import { MARKER, TASK } from './codes.ts';
import type { SpanTable } from './span-table.ts';
import { referencedSpans } from './span-references.ts';
import { tagList } from './read-trace.ts';

/** Who waits for whom among the spans of a table: span indices. */
export interface Dependencies {
  /** What a span waits for. */
  before: Map<number, number[]>;
  /** What waits for a span. */
  after: Map<number, number[]>;
}

/**
 * Collects dependencies from a frame of edges and from the attributes of spans (`dependencies`: a list of task ids). Ids are those
 * of tasks or of spans. Unknown ids have nothing to point at and are left out. `attributesOf` gives the raw cell of a span,
 * `referencesOf` the span links of a trace: a span comes after what it links to.
 */
export function findDependencies(
  table: SpanTable,
  edges: ReadonlyArray<{ source: string; target: string }>,
  attributesOf: (span: number) => unknown,
  referencesOf: (span: number) => unknown = () => undefined
): Dependencies {
  const out: Dependencies = { before: new Map(), after: new Map() };
  const byTask = new Map<string, number>();
  const byId = new Map<string, number>();
  for (let i = 0; i < table.count; i++) {
    byId.set(table.id[i]!, i);
    if (table.taskId[i] !== '' && table.kind[i] === TASK) {
      byTask.set(table.taskId[i]!, i);
    }
  }
  // Where tasks were imported from history there may be no task span: its first marker stands for it.
  for (let i = 0; i < table.count; i++) {
    if (table.kind[i] === MARKER && table.taskId[i] !== '' && !byTask.has(table.taskId[i]!)) {
      byTask.set(table.taskId[i]!, i);
    }
  }
  const find = (id: string) => byId.get(id) ?? byTask.get(id);
  const add = (source: number | undefined, target: number | undefined) => {
    if (source !== undefined && target !== undefined && source !== target) {
      link(out.before, target, source);
      link(out.after, source, target);
    }
  };
  for (const edge of edges) {
    add(find(edge.source), find(edge.target));
  }
  for (let i = 0; i < table.count; i++) {
    const waits = dependenciesIn(attributesOf(i));
    for (const id of waits) {
      add(byTask.get(id) ?? byId.get(id), i);
    }
    for (const id of referencedSpans(referencesOf(i), table.parentId[i]!)) {
      add(byId.get(id), i);
    }
  }
  return out;
}

function link(map: Map<number, number[]>, from: number, to: number): void {
  const list = map.get(from);
  if (!list) {
    map.set(from, [to]);
  } else if (!list.includes(to)) {
    list.push(to);
  }
}

/** The dependency ids an attributes cell names: a list, or a text with commas. Cells without the word are not parsed. */
export function dependenciesIn(attributes: unknown): string[] {
  if (typeof attributes === 'string' && !attributes.includes('dependencies')) {
    return [];
  }
  const found = tagList(attributes).find((tag) => tag.key === 'dependencies')?.value;
  const list: unknown[] = Array.isArray(found) ? found : typeof found === 'string' ? found.split(',') : [];
  return list.flatMap((id) =>
    typeof id === 'string' || typeof id === 'number' ? [String(id).trim()].filter((text) => text !== '') : []
  );
}
