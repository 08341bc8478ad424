import { nearestStatus, TASK_STATUSES } from '#contract/status.ts';
import { type RunFact } from '../state/records.ts';
import { type RunState } from '../state/types.ts';
import { type ControlAnswer, type ControlCommand } from './control-inbox.ts';

/** What a command makes happen: facts for the log, and a sentence for whoever asked. `refused` changes nothing. */
export type ControlDecision = { facts: RunFact[]; answer: ControlAnswer };

const refused = (text: string): ControlDecision => ({ facts: [], answer: { ok: false, text } });

/** Decides on a command that only changes the run's state; checkpoints and the end of processes are the runner's own. */
export function decideControl(
  command: ControlCommand,
  state: RunState,
  knows: (taskId: string) => boolean
): ControlDecision {
  const { action, actor, reason } = command;
  const why = reason === undefined ? {} : { reason };
  if (state.phase === 'ended') {
    return refused('This run has ended. “taskmaster-observe resume” takes it up again.');
  }
  switch (action) {
    case 'pause':
      return state.phase === 'paused'
        ? { facts: [], answer: { ok: true, text: 'It was paused already.' } }
        : {
            facts: [{ type: 'run.paused', actor, ...why }],
            answer: { ok: true, text: 'Paused: running attempts go on to their end, nothing new begins.' },
          };
    case 'continue':
      return { facts: [{ type: 'run.continued', actor }], answer: { ok: true, text: 'It goes on.' } };
    case 'stop':
    case 'emergency-stop': {
      const text =
        action === 'stop' ? 'It stops when its running attempts have ended.' : 'All of its processes are being ended.';
      return {
        facts: [{ type: 'run.stopping', actor, reason: reason ?? `${action} by ${actor}` }],
        answer: { ok: true, text },
      };
    }
    case 'skip':
    case 'retry':
    case 'approve':
    case 'override':
      return decideTask(command, state, knows);
    case 'checkpoint':
      return { facts: [], answer: { ok: true, text: '' } };
    default:
      return refused(`“${String(action)}” is no command.`);
  }
}

function decideTask(command: ControlCommand, state: RunState, knows: (taskId: string) => boolean): ControlDecision {
  const { action, taskId, actor, reason, status } = command;
  const why = reason === undefined ? {} : { reason };
  if (taskId === undefined || !knows(taskId)) {
    return refused(
      taskId === undefined ? `“${action}” needs a task.` : `There is no task ${taskId} in tag ${state.tag}.`
    );
  }
  const phase = state.tasks[taskId]?.phase ?? 'waiting';
  if (action === 'skip') {
    return phase === 'done'
      ? refused(`Task ${taskId} is done; there is nothing to skip.`)
      : {
          facts: [{ type: 'task.skipped', taskId, actor, ...why }],
          answer: { ok: true, text: `Task ${taskId} is set aside (deferred).` },
        };
  }
  if (action === 'retry') {
    return phase === 'running'
      ? refused(`Task ${taskId} is running.`)
      : {
          facts: [{ type: 'task.retried', taskId, actor, ...why }],
          answer: { ok: true, text: `Task ${taskId} is tried again when it is its turn.` },
        };
  }
  if (action === 'approve') {
    return {
      facts: [{ type: 'task.approved', taskId, actor }],
      answer: { ok: true, text: `Task ${taskId} may begin.` },
    };
  }
  const wanted = nearestStatus(status);
  if (status === undefined || !(TASK_STATUSES as readonly string[]).includes(status)) {
    return refused(`“override” needs a status: ${TASK_STATUSES.join(', ')}.`);
  }
  return {
    facts: [{ type: 'task.overridden', taskId, status: wanted, actor, ...why }],
    answer: { ok: true, text: `Task ${taskId} counts as ${wanted}, by ${actor}.` },
  };
}
