/** What is written into a project's `.claude/settings.local.json`, and how to know it again. */

export interface HookHandler {
  type: 'http' | 'command';
  url?: string;
  command?: string;
  timeout: number;
  headers?: Record<string, string>;
  allowedEnvVars?: string[];
}

export interface HookGroup {
  hooks: HookHandler[];
}

export interface Wanted {
  env: Record<string, string>;
  /** One group of handlers to add, by event. */
  hooks: Record<string, HookGroup>;
}

export interface Target {
  /** Address of the service. */
  url: string;
  /** Id of the project, so that telemetry says whose it is. */
  project: string;
  /** Shell command of the command hook. */
  command: string;
  token?: string;
}

/** These take no HTTP hook. */
const COMMAND_EVENTS = ['SessionStart', 'Setup'];

/**
 * Every event that tells something about the work. Left out: WorktreeCreate (a hook replaces Git's own behaviour there),
 * FileChanged and MessageDisplay (very frequent, nothing new), and events whose handlers are asked for a decision only.
 */
const HTTP_EVENTS = [
  'UserPromptSubmit',
  'PreToolUse',
  'PermissionRequest',
  'PermissionDenied',
  'PostToolUse',
  'PostToolUseFailure',
  'Notification',
  'SubagentStart',
  'SubagentStop',
  'TaskCreated',
  'TaskCompleted',
  'Stop',
  'StopFailure',
  'CwdChanged',
  'PreCompact',
  'PostCompact',
  'SessionEnd',
];

export const HOOK_PATH = '/api/v1/hooks/claude-code';
export const HOOK_PROGRAM = 'taskmaster-observe-hook.sh';
const TOKEN_VARIABLE = 'TASKMASTER_OBSERVE_TOKEN';

/** Seconds an agent waits at most for a service that hangs; one that is down refuses at once. */
const TIMEOUT_S = 2;

/** The settings that make Claude Code report to the service. */
export function wantedSettings({ url, project, command, token }: Target): Wanted {
  const http: HookHandler = {
    type: 'http',
    url: url + HOOK_PATH,
    timeout: TIMEOUT_S,
    ...(token ? { headers: { Authorization: `Bearer $${TOKEN_VARIABLE}` }, allowedEnvVars: [TOKEN_VARIABLE] } : {}),
  };
  const hooks: Record<string, HookGroup> = {};
  for (const event of COMMAND_EVENTS) {
    hooks[event] = { hooks: [{ type: 'command', command, timeout: TIMEOUT_S }] };
  }
  for (const event of HTTP_EVENTS) {
    hooks[event] = { hooks: [http] };
  }
  return {
    env: {
      CLAUDE_CODE_ENABLE_TELEMETRY: '1',
      CLAUDE_CODE_ENHANCED_TELEMETRY_BETA: '1',
      OTEL_METRICS_EXPORTER: 'otlp',
      OTEL_LOGS_EXPORTER: 'otlp',
      OTEL_TRACES_EXPORTER: 'otlp',
      OTEL_EXPORTER_OTLP_PROTOCOL: 'http/protobuf',
      OTEL_EXPORTER_OTLP_ENDPOINT: url,
      OTEL_METRIC_EXPORT_INTERVAL: '10000',
      OTEL_RESOURCE_ATTRIBUTES: `taskmaster.project=${project}`,
      ...(token
        ? { [TOKEN_VARIABLE]: token, OTEL_EXPORTER_OTLP_HEADERS: `Authorization=Bearer%20${encodeURIComponent(token)}` }
        : {}),
    },
    hooks,
  };
}

/** Whether a group of hooks was written by us, whatever address it names. */
export function isOurs(group: unknown): boolean {
  const { hooks } = (group ?? {}) as { hooks?: unknown };
  return (
    Array.isArray(hooks) &&
    hooks.length === 1 &&
    hooks.every(
      (hook: HookHandler) =>
        (hook.type === 'http' && hook.url?.endsWith(HOOK_PATH)) ||
        (hook.type === 'command' && hook.command?.includes(HOOK_PROGRAM))
    )
  );
}
