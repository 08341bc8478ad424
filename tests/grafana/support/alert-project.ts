import { sendEvents } from './alerts.ts';

const MINUTE = 60_000;
const TAG = 'master';

/** A project of two tasks, told by events: an agent works on the first one, and what happens can be chosen. */
export class AlertProject {
  readonly id: string;
  readonly #session: string;
  #calls = 0;

  constructor(name: string) {
    this.id = `${name}-${Date.now().toString(36)}`;
    this.#session = `session-${this.id}`;
  }

  /** Begun an hour ago; the agent was last heard of 40 minutes ago and has cost three dollars. */
  async begin(name: string): Promise<void> {
    const ago = (minutes: number) => Date.now() - minutes * MINUTE;
    const project = this.id;
    const session = this.#session;
    const ids = ['1', '2'];
    await sendEvents([
      { type: 'project.added', project, at: ago(60), data: { name, path: `/nowhere/${project}`, currentTag: TAG } },
      ...ids.map((taskId, position) => ({
        ...this.#task(taskId, ago(60)),
        type: 'task.added',
        data: { task: { taskId, position, title: `Task ${taskId}`, status: 'pending', dependencies: [] } },
      })),
      ...ids.map((taskId) => ({
        ...this.#task(taskId, ago(60)),
        type: 'task.status',
        data: { to: 'pending', initial: true },
      })),
      { type: 'session.started', project, session, at: ago(45), data: { agentName: 'claude-code' } },
      { ...this.#task('1', ago(44)), session, type: 'task.status', data: { from: 'pending', to: 'in-progress' } },
      { type: 'prompt.submitted', project, session, at: ago(40), data: {} },
      { type: 'usage.reported', project, session, at: ago(40), data: { ...USAGE, requestId: `${project}-1` } },
    ]);
  }

  /** The agent gives a sign of life. */
  sign(): Promise<void> {
    return sendEvents([{ type: 'prompt.submitted', project: this.id, session: this.#session, data: {} }]);
  }

  /** Tool calls that end now. */
  calls(count: number, success: boolean): Promise<void> {
    const more = Array.from({ length: count }, () => {
      this.#calls += 1;
      const data = { toolUseId: `call-${this.#calls}`, tool: 'Bash', success, durationMs: 20 };
      return { type: 'tool.ended', project: this.id, session: this.#session, data };
    });
    return sendEvents(more);
  }

  move(taskId: string, from: string, to: string): Promise<void> {
    return sendEvents([{ ...this.#task(taskId, Date.now()), type: 'task.status', data: { from, to } }]);
  }

  end(run: string): Promise<void> {
    return sendEvents([{ type: 'run.ended', project: this.id, run, data: { reason: 'command' } }]);
  }

  #task(taskId: string, at: number) {
    return { project: this.id, tag: TAG, taskId, at };
  }
}

const USAGE = {
  reporter: 'api_request',
  model: 'claude-sonnet-4-5',
  inputTokens: 1000,
  outputTokens: 200,
  cacheReadTokens: 0,
  cacheCreationTokens: 0,
  costUsd: 3,
};
