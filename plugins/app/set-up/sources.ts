/** Where events come from, and what to do where none came yet. */
export interface Source {
  id: 'file' | 'git' | 'hook' | 'otlp' | 'api';
  name: string;
  /** What it brings. */
  brings: string;
  /** Values of the events' column `source`. */
  values: readonly string[];
}

export const SOURCES: readonly Source[] = [
  { id: 'file', name: 'Task file', brings: 'tasks, statuses, dependencies', values: ['file'] },
  { id: 'git', name: 'Git history', brings: 'what happened before', values: ['git'] },
  { id: 'hook', name: 'Claude Code hooks', brings: 'agents and tools, at once', values: ['hook'] },
  { id: 'otlp', name: 'OpenTelemetry', brings: 'tokens, cost, traces, logs', values: ['otlp'] },
  { id: 'api', name: 'Other executors', brings: 'events of your own', values: ['api', 'cli', 'execute'] },
];

/** Everything but the service's own doings. */
export const FOREIGN = SOURCES.flatMap(({ values }) => values);

export function sourceName(value: string): string {
  return SOURCES.find(({ values }) => values.includes(value))?.name ?? value;
}
