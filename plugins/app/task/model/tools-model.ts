import { type ToolCall } from './task-detail.ts';

/** How a call ended, as a status and a word. */
export function callOutcome({ success, errorType, endedAt, decision }: ToolCall): { status: string; label: string } {
  if (decision === 'reject') {
    return { status: 'cancelled', label: 'Refused' };
  }
  if (endedAt === null) {
    return { status: 'in-progress', label: 'Under way' };
  }
  if (success === false) {
    return { status: 'failed', label: errorType === null ? 'Failed' : `Failed: ${errorType}` };
  }
  return success === null ? { status: 'unknown', label: 'Ended' } : { status: 'done', label: 'Succeeded' };
}

/** Milliseconds: as measured by the agent, else from beginning to end; null where neither is known. */
export function callDuration({ durationMs, startedAt, endedAt }: ToolCall): number | null {
  return durationMs ?? (startedAt === null || endedAt === null ? null : Math.max(0, endedAt - startedAt));
}

const DECIDERS: Record<string, string> = {
  config: 'the settings',
  hook: 'a hook',
  user_permanent: 'a person, for good',
  user_temporary: 'a person, this once',
  user_abort: 'a person broke off',
  user_reject: 'a person',
};

/** Who allowed or refused a call, and how long that was waited for. */
export function decisionText({ decision, decisionSource, blockedMs }: ToolCall): string {
  if (decision === null) {
    return '–';
  }
  const who =
    decisionSource === null
      ? decision === 'reject'
        ? 'refused'
        : 'allowed'
      : (DECIDERS[decisionSource] ?? decisionSource);
  return blockedMs !== null && blockedMs >= 1000 ? `${who}, after ${Math.round(blockedMs / 1000)} s` : who;
}
