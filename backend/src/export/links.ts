import { type QueryAnswer } from '#contract/frames.ts';
import { type Store } from '../store/types.ts';
import { rowsOf } from '../util/frame-rows.ts';
import { taskSpanId, traceIdOf } from './ids.ts';
import { type PlannedLink, type PlannedSpan } from './planned.ts';

const attribute = (span: PlannedSpan, name: string): string => String(span.attributes[name] ?? '');

/**
 * Gives the spans of tasks their titles, and links to what they depend on: in the same run, or in the run that worked on
 * it last. Where the store cannot be asked they stay without.
 */
export async function withDependencies(spans: readonly PlannedSpan[], store: Store): Promise<PlannedSpan[]> {
  const scopes = new Map<string, Scope>();
  for (const span of spans) {
    if (span.kind === 'task') {
      const [project, tag] = [attribute(span, 'taskmaster.project'), attribute(span, 'taskmaster.tag')];
      scopes.set(`${project}\n${tag}`, { project, tag });
    }
  }
  const known = new Map<string, Known>();
  for (const [key, scope] of scopes) {
    known.set(key, await ask(scope, store).catch(() => NOTHING));
  }
  return spans.map((span) => {
    const tag = attribute(span, 'taskmaster.tag');
    const scope = span.kind === 'task' ? known.get(`${attribute(span, 'taskmaster.project')}\n${tag}`) : undefined;
    return scope ? linked(span, tag, scope, spans) : span;
  });
}

interface Scope {
  project: string;
  tag: string;
}

interface Known {
  titles: Map<string, string>;
  /** What a task waits for. */
  dependencies: Map<string, string[]>;
  /** Run that worked on a task last. */
  runs: Map<string, string>;
}

const NOTHING: Known = { titles: new Map(), dependencies: new Map(), runs: new Map() };

async function ask({ project, tag }: Scope, store: Store): Promise<Known> {
  const known: Known = { titles: new Map(), dependencies: new Map(), runs: new Map() };
  const timeRange = { from: 0, to: Date.now() };
  const queries = ['dependencyGraph', 'tasks'].map((queryType) => {
    return { refId: queryType, queryType, timeRange, query: { project, tag } };
  });
  const { results } = JSON.parse(new TextDecoder().decode(await store.query({ queries }))) as QueryAnswer;
  const [nodes, edges] = results.dependencyGraph?.frames ?? [];
  const [tasks] = results.tasks?.frames ?? [];
  const taskOf = new Map<unknown, string>();
  for (const node of nodes ? rowsOf(nodes) : []) {
    taskOf.set(node.id, String(node.detail__taskId));
  }
  for (const { source, target, kind, resolved } of edges ? rowsOf(edges) : []) {
    const [from, to] = [taskOf.get(source), taskOf.get(target)];
    if (kind === 'dependency' && resolved === true && from !== undefined && to !== undefined) {
      known.dependencies.set(to, [...(known.dependencies.get(to) ?? []), from]);
    }
  }
  for (const { taskId, title, run } of tasks ? rowsOf(tasks) : []) {
    known.titles.set(String(taskId), String(title));
    if (typeof run === 'string') {
      known.runs.set(String(taskId), run);
    }
  }
  return known;
}

function linked(span: PlannedSpan, tag: string, known: Known, spans: readonly PlannedSpan[]): PlannedSpan {
  const taskId = attribute(span, 'taskmaster.task.id');
  const title = known.titles.get(taskId);
  const links: PlannedLink[] = [];
  for (const needed of known.dependencies.get(taskId) ?? []) {
    const beside = spans.find(
      (other) =>
        other.kind === 'task' &&
        other.traceId === span.traceId &&
        attribute(other, 'taskmaster.task.id') === needed &&
        attribute(other, 'taskmaster.tag') === tag
    );
    const run = known.runs.get(needed);
    const place = beside ?? (run ? { traceId: traceIdOf(run), spanId: taskSpanId(run, tag, needed, 1) } : undefined);
    if (place) {
      const attributes = { 'taskmaster.link': 'depends on', 'taskmaster.task.id': needed };
      links.push({ traceId: place.traceId, spanId: place.spanId, attributes });
    }
  }
  return {
    ...span,
    attributes: { ...span.attributes, ...(title === undefined ? {} : { 'taskmaster.task.title': title }) },
    links: [...span.links, ...links],
  };
}
