/**
 * What a panel says while its source has told nothing: which source, and how to connect it. `Set-up` is the app's page.
 * The short forms are for panels that show one number.
 */
export interface Missing {
  long: string;
  short: string;
}

export const TASKS: Missing = {
  long: 'No task file is followed yet. Follow a folder with .taskmaster/tasks/tasks.json: open Set-up in the Task-Master app, or run “taskmaster-observe start --project FOLDER”.',
  short: 'No tasks: see Set-up',
};

export const HISTORY: Missing = {
  long: 'Not enough history yet: at least five finished tasks whose beginning and end were seen are needed. Start tasks with “task-master set-status --status=in-progress” so that beginnings are seen.',
  short: 'Not known yet',
};

export const RUNS: Missing = {
  long: 'No run in this time range. A run opens with the first status change in a followed tasks.json or with an agent’s first hook: connect both in Set-up, or choose a longer range.',
  short: 'No run: see Set-up',
};

export const SESSIONS: Missing = {
  long: 'No agent session in this time range. Connect Claude Code by its hooks: open Set-up, or run “taskmaster-observe monitor-init” in the project.',
  short: 'No session: connect hooks',
};

export const AGENT_METRICS: Missing = {
  long: 'No metrics from an agent in this time range. Start Claude Code with CLAUDE_CODE_ENABLE_TELEMETRY=1, OTEL_METRICS_EXPORTER=otlp and OTEL_EXPORTER_OTLP_ENDPOINT at this service: Set-up shows the lines.',
  short: 'No agent metrics: see Set-up',
};

export const AGENT_LOGS: Missing = {
  long: 'No log events from an agent in this time range. Start Claude Code with CLAUDE_CODE_ENABLE_TELEMETRY=1 and OTEL_LOGS_EXPORTER=otlp: Set-up shows the lines.',
  short: 'No agent events: see Set-up',
};

export const TRACES: Missing = {
  long: 'No traces in this time range. Start Claude Code with CLAUDE_CODE_ENHANCED_TELEMETRY_BETA=1 and OTEL_TRACES_EXPORTER=otlp: Set-up shows the lines.',
  short: 'No traces: see Set-up',
};

export const SERVICE: Missing = {
  long: 'The service has measured nothing in this time range. It measures itself every 15 seconds while it runs: start it with “taskmaster-observe start”, and test the address on the app’s Configuration page.',
  short: 'Not measured yet',
};

export const HOST: Missing = {
  long: 'The host was not measured in this time range. The service does it every 5 seconds while it runs: start it with “taskmaster-observe start”.',
  short: 'Not measured yet',
};

/** Where nothing is good news. The source is still named, for nothing can also mean that it is not connected. */
export const NO_FAILURES: Missing = {
  long: 'Nothing failed in this time range. (Failures come from Claude Code’s hooks and log events; Set-up shows whether they arrive.)',
  short: 'None',
};
