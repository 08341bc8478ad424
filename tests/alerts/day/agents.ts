import { type NewEvent } from '#contract/events.ts';

/** What agents of a healthy project do, noise included: seeded, so that a day is the same day each time. Times epoch ms. */

const MINUTE = 60_000;
export const PROJECT = 'healthy-1a2b3c4d';
const TAG = 'master';

/** How noisy healthy is. Shares of failures are those of ordinary days with coding agents, not of good ones. */
const NOISE = {
  toolFails: 0.03,
  requestFails: 0.003,
  rateLimited: 0.004,
  delegationFails: 0.04,
  refused: 0.04,
  attemptFails: 0.05,
  reopened: 0.04,
};

interface Agent {
  session: string;
  task?: string;
  /** When it is done with the task. */
  until: number;
  /** A long command: no sign until then. */
  silentUntil: number;
}

type Random = () => number;

/** Agents that take tasks one after the other; new tasks are written when few are left. */
export class HealthyProject {
  readonly #random: Random;
  readonly #agents: Agent[];
  readonly #open: string[] = [];
  #last = 0;
  #calls = 0;

  constructor(random: Random, agents: number) {
    this.#random = random;
    this.#agents = Array.from({ length: agents }, (_, at) => ({ session: `agent-${at}`, until: 0, silentUntil: 0 }));
  }

  begin(at: number): NewEvent[] {
    const added = { name: 'healthy', path: '/nowhere/healthy', currentTag: TAG };
    return [
      { type: 'project.added', project: PROJECT, at, source: 'api', data: added },
      ...this.#plan(at, 40),
      ...this.#agents.map(({ session }): NewEvent => ({
        ...base(at),
        session,
        type: 'session.started',
        data: { agentName: 'agent' },
      })),
    ];
  }

  /** Events of a stretch of time. In a pause nobody does anything. */
  between(from: number, to: number, pause: boolean): NewEvent[] {
    const events: NewEvent[] = this.#open.length < 10 ? this.#plan(from, 20) : [];
    if (!pause) {
      for (const agent of this.#agents) {
        events.push(...this.#work(agent, from, to));
      }
    }
    return events;
  }

  #plan(at: number, count: number): NewEvent[] {
    return Array.from({ length: count }, () => {
      this.#last += 1;
      const taskId = String(this.#last);
      this.#open.push(taskId);
      const task = { taskId, position: this.#last, title: `Task ${taskId}`, status: 'pending', dependencies: [] };
      return [
        { ...base(at), tag: TAG, taskId, type: 'task.added', data: { task } },
        { ...base(at), tag: TAG, taskId, type: 'task.status', data: { to: 'pending', initial: true } },
      ];
    }).flat();
  }

  #work(agent: Agent, from: number, to: number): NewEvent[] {
    const events: NewEvent[] = [];
    if (agent.task !== undefined && to >= agent.until) {
      events.push(...this.#finish(agent, agent.task, to));
    }
    if (agent.task === undefined && this.#open.length > 0) {
      const taskId = this.#open.shift()!;
      agent.task = taskId;
      agent.until = to + this.#duration();
      events.push(this.#status(agent, taskId, to, 'pending', 'in-progress'));
    }
    for (let at = from + this.#random() * 10_000; at < to; at += this.#random() * 20_000) {
      if (at >= agent.silentUntil) {
        events.push(...this.#call(agent, at));
        agent.silentUntil = this.#chance(0.004) ? at + this.#random() * 9 * MINUTE : 0;
      }
    }
    return events;
  }

  #finish(agent: Agent, taskId: string, at: number): NewEvent[] {
    agent.task = undefined;
    if (this.#chance(NOISE.attemptFails)) {
      this.#open.push(taskId);
      return [
        { ...base(at), tag: TAG, taskId, session: agent.session, type: 'attempt.ended', data: { status: 'error' } },
        this.#status(agent, taskId, at, 'in-progress', 'pending'),
      ];
    }
    const done = this.#status(agent, taskId, at, 'in-progress', 'done');
    if (!this.#chance(NOISE.reopened)) {
      return [done];
    }
    this.#open.push(taskId);
    return [done, this.#status(agent, taskId, at + 1, 'done', 'pending')];
  }

  /** A tool call with what belongs to it: a request to the model, now and then a permission or a sub-agent. */
  #call({ session }: Agent, at: number): NewEvent[] {
    this.#calls += 1;
    const id = `call-${this.#calls}`;
    const one = (type: string, data: Record<string, unknown>): NewEvent => ({ ...base(at), session, type, data });
    const events = [one('tool.ended', { toolUseId: id, tool: 'Bash', success: !this.#chance(NOISE.toolFails) })];
    if (this.#chance(NOISE.requestFails + NOISE.rateLimited)) {
      const limited = this.#random() * (NOISE.requestFails + NOISE.rateLimited) < NOISE.rateLimited;
      events.push(one('api.failed', { reporter: 'api_error', statusCode: limited ? 429 : 500, requestId: id }));
    } else {
      events.push(one('usage.reported', { ...USAGE, requestId: id }));
    }
    if (this.#chance(0.1)) {
      const decision = this.#chance(NOISE.refused) ? 'reject' : 'accept';
      events.push(one('tool.decided', { toolUseId: id, tool: 'Bash', decision, source: 'config' }));
    }
    if (this.#chance(0.02)) {
      const success = !this.#chance(NOISE.delegationFails);
      events.push(one('agent.ended', { agentId: id, agentType: 'Explore', success }));
    }
    return events;
  }

  #status({ session }: Agent, taskId: string, at: number, from: string, to: string): NewEvent {
    return { ...base(at), tag: TAG, taskId, session, type: 'task.status', data: { from, to } };
  }

  /** Minutes about 12, now and then a third of them or twice as many. */
  #duration(): number {
    const spread = (this.#random() + this.#random() + this.#random() - 1.5) / 1.5;
    return 12 * MINUTE * Math.exp(spread * 0.8);
  }

  #chance(share: number): boolean {
    return this.#random() < share;
  }
}

const base = (at: number) => ({ project: PROJECT, at: Math.round(at), source: 'api' as const });

const USAGE = {
  reporter: 'api_request',
  model: 'claude-sonnet-4-5',
  inputTokens: 2000,
  outputTokens: 300,
  cacheReadTokens: 20_000,
  cacheCreationTokens: 500,
  costUsd: 0.03,
  durationMs: 4000,
};
