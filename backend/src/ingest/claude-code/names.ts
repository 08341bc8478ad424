/** Names of Claude Code's telemetry, whichever way they travelled. */

export const CLAUDE_PREFIX = 'claude_code.';

/** Event name without the prefix some shippers leave on (`claude_code.tool_result` → `tool_result`). */
export function canonicalEventName(name: string): string {
  return name.startsWith(CLAUDE_PREFIX) ? name.slice(CLAUDE_PREFIX.length) : name;
}

const METRICS = [
  'claude_code.session.count',
  'claude_code.lines_of_code.count',
  'claude_code.pull_request.count',
  'claude_code.commit.count',
  'claude_code.cost.usage',
  'claude_code.token.usage',
  'claude_code.code_edit_tool.decision',
  'claude_code.active_time.total',
] as const;
export type ClaudeMetric = (typeof METRICS)[number];

/** Prometheus forms: any prefix, dots as underscores, an optional unit, an optional `_total`. */
const FORMS = METRICS.map((metric) => ({
  metric,
  pattern: new RegExp(
    `(^|_)${metric.replace(/\.total$/, '').replaceAll('.', '_')}(_(usd|tokens|seconds))?(_total)?$`,
    'i'
  ),
}));

const MOST_NAMES = 2000;
const names = new Map<string, ClaudeMetric | undefined>();

/** Which of Claude Code's metrics a name stands for, in any of the forms seen in the wild; undefined for any other name. */
export function claudeMetric(name: string): ClaudeMetric | undefined {
  if (names.has(name)) {
    return names.get(name);
  }
  const flat = name.replaceAll('.', '_');
  const found = flat.includes('claude_code') ? FORMS.find(({ pattern }) => pattern.test(flat))?.metric : undefined;
  if (names.size >= MOST_NAMES) {
    names.clear();
  }
  names.set(name, found);
  return found;
}

/** Whether a scope or a service says that its telemetry is Claude Code's. */
export function isClaudeCode(scope: string | undefined, service: unknown): boolean {
  return (
    (scope !== undefined && scope.startsWith('com.anthropic.claude_code')) ||
    (typeof service === 'string' && service.startsWith('claude-code'))
  );
}
