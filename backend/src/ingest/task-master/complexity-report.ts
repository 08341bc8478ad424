import { readComplexity } from './read-tasks.ts';

/** Complexity by task id from a report of `task-master analyze-complexity`; empty where the file is something else. */
export function readComplexityReport(value: unknown): Map<string, number> {
  const found = new Map<string, number>();
  const list = (value as { complexityAnalysis?: unknown } | null)?.complexityAnalysis;
  for (const entry of Array.isArray(list) ? (list as unknown[]) : []) {
    const { taskId, complexityScore } = (entry ?? {}) as { taskId?: unknown; complexityScore?: unknown };
    const score = readComplexity(complexityScore);
    if ((typeof taskId === 'number' || typeof taskId === 'string') && score !== undefined) {
      found.set(String(taskId), score);
    }
  }
  return found;
}

/** The tag a report file is for: `task-complexity-report.json` is the default one's. Undefined for other files. */
export function tagOfReport(fileName: string): string | undefined {
  const match = /^task-complexity-report(?:_(.+))?\.json$/.exec(fileName);
  return match ? (match[1] ?? 'master') : undefined;
}
