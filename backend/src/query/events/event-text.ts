import { durationText } from '../format.ts';

/** What happened, in a sentence for people. Pure; unknown types are named as they are. */
export interface ToldEvent {
  type: string;
  taskId: string | null;
  session: string | null;
  agent: string | null;
  attempt: number | null;
  data: Record<string, unknown>;
}

/** Title of a task, where it is known. */
export type TitleOf = (taskId: string) => string | undefined;

const text = (value: unknown) => (typeof value === 'string' && value !== '' ? value : undefined);
const number = (value: unknown) => (typeof value === 'number' && Number.isFinite(value) ? value : undefined);
const took = (value: unknown) => (number(value) === undefined ? '' : ` after ${durationText(number(value)!)}`);
const because = (value: unknown) => (text(value) ? `: ${text(value)}` : '');

/** Why Claude Code's sessions end, in words instead of its own. */
const END_WORDS: Record<string, string> = {
  clear: 'cleared',
  logout: 'logged out',
  prompt_input_exit: 'left at the prompt',
};

type Teller = (event: ToldEvent, task: string, who: string) => string;

const TELLERS: Record<string, Teller> = {
  'project.added': ({ data }) => `Project ${text(data.name) ?? ''} followed`.replace('  ', ' '),
  'project.removed': ({ data }) => `Project no longer followed${because(data.reason)}`,
  'run.started': ({ data }) => `Run started${because(data.reason)}`,
  'run.ended': ({ data }) => `Run ended${because(data.reason)}`,
  'task.added': (_event, task) => `${task} added`,
  'task.changed': ({ data }, task) => {
    const changed = Array.isArray(data.changed) ? data.changed.filter((one) => typeof one === 'string') : [];
    return changed.length > 0 ? `${task} changed: ${changed.join(', ')}` : `${task} changed`;
  },
  'task.removed': ({ data, taskId }, task) =>
    `${text(data.title) ? `${taskId} ${text(data.title)}` : task} removed from the file`,
  'task.status': ({ data }, task) => {
    const to = text(data.to) ?? 'unknown';
    if (data.initial === true) {
      return `${task}: ${to} when first seen`;
    }
    const by = text(data.author) ? ` (${text(data.author)})` : '';
    return `${task}: ${text(data.from) ? `${text(data.from)} → ${to}` : to}${by}`;
  },
  'attempt.started': ({ attempt, data }, task) => `Attempt ${attempt ?? number(data.number) ?? 1} at ${task} started`,
  'attempt.ended': ({ attempt, data }, task) => {
    const outcome = { ok: 'succeeded', error: 'failed', cancelled: 'was given up' }[text(data.status) ?? ''] ?? 'ended';
    return `Attempt ${attempt ?? 1} at ${task} ${outcome}${because(data.reason)}`;
  },
  'session.started': ({ data }, _task, who) => `${who} started${text(data.cwd) ? ` in ${text(data.cwd)}` : ''}`,
  'session.changed': ({ data }, _task, who) => {
    const parts = [
      text(data.permissionMode) && `permission mode ${text(data.permissionMode)}`,
      text(data.model) && `model ${text(data.model)}`,
      text(data.cwd) && `folder ${text(data.cwd)}`,
    ].filter(Boolean);
    return `${who} changed${parts.length > 0 ? `: ${parts.join(', ')}` : ''}`;
  },
  'session.ended': ({ data }, _task, who) =>
    `${who} ended${because(END_WORDS[text(data.reason) ?? ''] ?? data.reason)}`,
  'prompt.submitted': ({ data }, _task, who) =>
    `${who} was given a prompt${number(data.length) === undefined ? '' : ` of ${number(data.length)} characters`}`,
  'turn.ended': ({ data }, _task, who) =>
    `${who} ${data.interrupted === true ? 'was interrupted' : 'ended its turn'}${took(data.durationMs)}`,
  'agent.started': ({ data }, _task, who) =>
    `${who} started sub-agent ${text(data.agentType) ?? text(data.agentId) ?? ''}`.trimEnd(),
  'agent.ended': ({ data }, _task, who) =>
    `${who}: sub-agent ${text(data.agentType) ?? text(data.agentId) ?? ''} ${data.success === false ? 'failed' : 'ended'}${took(data.durationMs)}`.replace(
      '  ',
      ' '
    ),
  'tool.started': ({ data }, _task, who) => `${who} started ${toolOf(data)}`,
  'tool.ended': ({ data }, _task, who) =>
    `${who}: ${toolOf(data)} ${data.success === false ? 'failed' : 'ended'}${took(data.durationMs)}${because(data.errorType)}`,
  'tool.asked': ({ data }, _task, who) => `${who} asked to use ${toolOf(data)}`,
  'tool.decided': ({ data }, _task, who) => {
    const decision = data.decision === 'reject' ? 'rejected' : 'accepted';
    return `${who}: ${toolOf(data)} ${decision}${text(data.source) ? ` by ${text(data.source)}` : ''}${took(data.blockedMs)}`;
  },
  'usage.reported': ({ data }, _task, who) => {
    const cost = number(data.costUsd);
    return `${who} used ${text(data.model) ?? 'a model'}: ${number(data.inputTokens) ?? 0} tokens in, ${number(data.outputTokens) ?? 0} out${cost === undefined ? '' : `, $${cost.toFixed(4)}`}`;
  },
  'api.failed': ({ data }) => {
    const status = number(data.statusCode);
    const last = data.exhausted === true ? ' for the last time' : '';
    return `${text(data.model) ?? 'The model'} failed${last}${status === undefined ? '' : ` with status ${status}`}${because(data.error)}`;
  },
  'evidence.seen': ({ data }, task, who) => {
    const why = {
      resource: 'its telemetry says so',
      'status-change': 'it changed the status itself',
      'only-in-progress': 'it is the only task in progress',
    }[text(data.kind) ?? ''];
    return `${who} works on ${task}${why ? `: ${why}` : ''}`;
  },
  'input.broken': ({ data }) =>
    `${text(data.input) ?? 'An input'} cannot be read${because(data.problem)}${number(data.line) === undefined ? '' : ` (line ${number(data.line)})`}`,
  'input.recovered': ({ data }) => `${text(data.input) ?? 'An input'} can be read again`,
  'import.progress': ({ data }) =>
    data.finished === true
      ? `Git history imported: ${number(data.commitsDone) ?? 0} commits`
      : `Importing git history: ${number(data.commitsDone) ?? 0} of ${number(data.commitsTotal) ?? 0} commits`,
  'attempt.alive': (_event, task) => `What works on ${task} has written something`,
  'checkpoint.saved': ({ data }) =>
    `Checkpoint ${text(data.id) ?? ''} saved (${text(data.reason) ?? 'no reason'}): ${number(data.done) ?? 0} tasks done, ${number(data.open) ?? 0} open`,
  'command.started': ({ data }) => `${text(data.command) ?? 'A command'} began`,
  'command.ended': ({ data }) => {
    const name = text(data.command) ?? 'A command';
    const how =
      text(data.signal) === undefined
        ? `ended with exit code ${number(data.exitCode) ?? '?'}`
        : `was ended by ${text(data.signal)}`;
    return `${name} ${text(data.problem) === undefined ? how : 'could not be started'}`;
  },
  'run.paused': ({ data }) => `Run paused by ${text(data.actor) ?? 'somebody'}${because(data.reason)}`,
  'run.continued': ({ data }) => `Run continued by ${text(data.actor) ?? 'somebody'}`,
  'run.resumed': ({ data }) => `Run taken up again by ${text(data.actor) ?? 'somebody'}`,
  'run.stopping': ({ data }) => `Run is stopping${because(data.reason)}`,
  'limit.reached': ({ data }) => `Limit reached${because(data.text)}`,
  'task.skipped': ({ data }, task) => `${task} set aside by ${text(data.actor) ?? 'somebody'}${because(data.reason)}`,
  'task.retried': ({ data }, task) =>
    `${task} is tried again, by ${text(data.actor) ?? 'somebody'}${because(data.reason)}`,
  'task.approved': ({ data }, task) => `${task} approved by ${text(data.actor) ?? 'somebody'}`,
  'task.overridden': ({ data }, task) =>
    `${task} counts as ${text(data.status) ?? '?'}, by ${text(data.actor) ?? 'somebody'}${because(data.reason)}`,
};

const toolOf = (data: Record<string, unknown>) => text(data.tool) ?? 'a tool';

/** The sentence of an event. */
export function eventText(event: ToldEvent, titleOf: TitleOf): string {
  const teller = TELLERS[event.type];
  const title = event.taskId === null ? undefined : titleOf(event.taskId);
  const task = event.taskId === null ? 'A task' : title ? `${event.taskId} ${title}` : `Task ${event.taskId}`;
  const who = event.agent ?? (event.session === null ? 'Agent' : `Session ${event.session.slice(0, 8)}`);
  if (teller) {
    return teller(event, task, who);
  }
  return event.taskId === null ? event.type : `${event.type} (${task})`;
}
