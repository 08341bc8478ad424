import { type Attributes, type LogCategory, type Severity } from '../../telemetry/types.ts';

/** Log categories of the monitoring specification: command, error, performance, quality. */
const BY_EVENT: Record<string, LogCategory> = {
  user_prompt: 'command',
  assistant_response: 'command',
  tool_result: 'command',
  tool_decision: 'command',
  subagent_completed: 'command',
  skill_activated: 'command',
  permission_mode_changed: 'command',
  api_request: 'performance',
  compaction: 'performance',
  api_error: 'error',
  api_retries_exhausted: 'error',
  api_refusal: 'error',
  internal_error: 'error',
  hook_execution_complete: 'quality',
  feedback_survey: 'quality',
};

const QUALITY = /quality|coverage|lint|(^|[._-])(tests?|gate|tdd|review)([._-]|$)/i;
const PERFORMANCE = /performance|latency|duration|response_time|slow/i;
const COMMAND = /command|tool|prompt|agent/i;

/** The category of a line: what failed is an error, then what its event is, then what its fields are about. */
export function categoryOf(severity: Severity, eventName: string, attributes: Attributes): LogCategory {
  if (severity === 'error' || severity === 'fatal') {
    return 'error';
  }
  const known = BY_EVENT[eventName];
  if (known !== undefined) {
    return known === 'command' && isFailure(attributes) ? 'error' : known;
  }
  if ('error_type' in attributes || 'error.type' in attributes || 'exception.type' in attributes) {
    return 'error';
  }
  if ('quality_gates' in attributes || 'gate_type' in attributes) {
    return 'quality';
  }
  const subject = `${eventName} ${textIn(attributes.component)} ${textIn(attributes.metric)}`;
  if (QUALITY.test(subject)) {
    return 'quality';
  }
  if (PERFORMANCE.test(subject)) {
    return 'performance';
  }
  return 'command' in attributes || COMMAND.test(subject) ? 'command' : 'other';
}

function isFailure(attributes: Attributes): boolean {
  return attributes.success === false || attributes.success === 'false';
}

function textIn(value: unknown): string {
  return typeof value === 'string' ? value.slice(0, 200) : '';
}
