import { setTimeout as sleep } from 'node:timers/promises';
import { logsBody, metricsBody, tracesBody } from './otlp-bodies.ts';
import { PAST_RUNS, readSampleTasks, writeSampleTasks } from './prepare.ts';
import { seededRandom } from '../analysis/random.ts';
import { type SampleTask, scheduleWork } from './schedule.ts';
import { type Step, stepsOf } from './script.ts';
import { sessionEdges } from './session-edges.ts';

export interface ReplayOptions {
  /** Folder made by `prepareSample`; its task file is written as the play goes on. */
  folder: string;
  /** Project id of that folder. */
  project: string;
  /** The service, e.g. `http://127.0.0.1:4747`. */
  baseUrl: string;
  /** API token, where the service has one. */
  token?: string;
  /** 2 is twice as fast. */
  pace?: number;
  signal?: AbortSignal;
  now?: () => number;
}

/** Ids differ in their first digits: that is what people are shown of them. */
const sessionId = (part: number, session: number) =>
  `${(0x5a3e0000 + part * 0x1000 + session).toString(16)}-0000-4000-8000-${String(session).padStart(12, '0')}`;
/** Part 0 is the present; those of the past follow. */
const presentSession = (session: number) => sessionId(0, session);
const SCHEDULE = { agents: 2, seed: 20260112, shortestMs: 4500, longestMs: 12_000, failing: ['9.2', '14'] };

/** Plays the sample: first its past, at once, then two agents at work in real time. Resolves at the end or when aborted. */
export async function replaySample(options: ReplayOptions): Promise<void> {
  const player = new Player(options);
  try {
    await player.past();
    await player.present();
  } catch (error) {
    if (!options.signal?.aborted) {
      throw error;
    }
  }
}

class Player {
  readonly #options: ReplayOptions;
  readonly #now: () => number;
  readonly #sequence = new Map<string, number>();

  constructor(options: ReplayOptions) {
    this.#options = options;
    this.#now = options.now ?? Date.now;
  }

  /** Earlier runs: dated log events, spans, counts and transitions, so that there are durations to expect from. */
  async past(): Promise<void> {
    const random = seededRandom(7);
    const { tasks } = (await readSampleTasks(this.#options.folder)).master;
    const before = new Set<number>();
    for (const [index, { agoMs, tasks: done }] of PAST_RUNS.entries()) {
      const start = this.#now() - agoMs;
      const asItWas = tasks.map((task) => ({ ...task, status: before.has(task.id) ? 'done' : 'pending' }));
      for (const work of scheduleWork(asItWas, { ...SCHEDULE, agents: 1, only: done })) {
        await this.#pastPiece(stepsOf(work, random), sessionId(index + 1, work.session), start, work.taskId);
      }
      done.forEach((id) => before.add(id));
    }
  }

  async #pastPiece(steps: readonly Step[], session: string, start: number, taskId: string): Promise<void> {
    const { project } = this.#options;
    const subject = { project, tag: 'master' };
    const resource = { 'taskmaster.project': project, 'taskmaster.tag': 'master', 'taskmaster.task.id': taskId };
    const changes: unknown[] = [];
    for (const step of steps) {
      if (step.kind === 'status') {
        const at = Math.round(start + step.at);
        const id = `sample:${project}:${step.taskId}:${start}:${step.at}`;
        changes.push({ id, at, type: 'task.status', ...subject, taskId: step.taskId, data: { to: step.status } });
      } else if (step.kind !== 'hook') {
        await this.#telemetry(step, session, start, resource);
      }
    }
    await this.#post('/api/v1/events', changes);
  }

  async present(): Promise<void> {
    const { tasks } = (await readSampleTasks(this.#options.folder)).master;
    const start = this.#now() + 1000;
    const pace = this.#options.pace ?? 1;
    for (const step of presentSteps(tasks)) {
      await sleep(Math.max(0, start + step.at / pace - this.#now()), undefined, { signal: this.#options.signal });
      if (step.kind === 'status') {
        await this.#writeStatus(step.taskId, step.status);
      } else if (step.kind === 'hook') {
        await this.#hook(step.session, step.event, step.fields);
      } else {
        await this.#telemetry(atPace(step, pace), presentSession(step.session), start);
      }
    }
  }

  async #writeStatus(taskId: string, status: string): Promise<void> {
    const file = await readSampleTasks(this.#options.folder);
    const [id, subId] = taskId.split('.').map(Number);
    const task = file.master.tasks.find((one) => one.id === id);
    const target = subId === undefined ? task : task?.subtasks.find((one) => one.id === subId);
    if (target) {
      target.status = status;
      await writeSampleTasks(this.#options.folder, file);
    }
  }

  #hook(session: number, event: string, fields: Record<string, unknown>): Promise<void> {
    return this.#post('/api/v1/hooks/claude-code', {
      session_id: presentSession(session),
      transcript_path: '',
      cwd: this.#options.folder,
      permission_mode: 'acceptEdits',
      hook_event_name: event,
      ...fields,
    });
  }

  async #telemetry(
    step: Exclude<Step, { kind: 'status' | 'hook' }>,
    session: string,
    start: number,
    resource: Record<string, string> = {}
  ): Promise<void> {
    if (step.kind === 'logs') {
      const sequence = this.#sequence.get(session) ?? 0;
      this.#sequence.set(session, sequence + step.events.length);
      const events = step.events.map((event) => ({ ...event, at: start + event.at }));
      await this.#post('/v1/logs', logsBody(session, sequence, events, resource));
    } else if (step.kind === 'spans') {
      const spans = step.spans.map((span) => ({ ...span, start: start + span.start, end: start + span.end }));
      await this.#post('/v1/traces', tracesBody(session, spans, resource));
    } else {
      await this.#post('/v1/metrics', metricsBody(session, start + step.since, start + step.at, step.counts));
    }
  }

  /** Waits as long as an overloaded service asks, and tries again. */
  async #post(path: string, body: unknown): Promise<void> {
    const { baseUrl, token, signal } = this.#options;
    for (;;) {
      const response = await fetch(baseUrl + path, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...(token ? { authorization: `Bearer ${token}` } : {}) },
        body: JSON.stringify(body),
        signal,
      });
      const text = await response.text();
      if (response.ok) {
        return;
      }
      if (response.status !== 429 && response.status !== 503) {
        throw new Error(`The sample could not be played: ${path} answered ${response.status}: ${text.slice(0, 300)}`);
      }
      await sleep(1000 * (Number(response.headers.get('retry-after')) || 1), undefined, { signal });
    }
  }
}

function presentSteps(tasks: readonly SampleTask[]): Step[] {
  const random = seededRandom(SCHEDULE.seed);
  const work = scheduleWork(tasks, SCHEDULE);
  return [...sessionEdges(work), ...work.flatMap((piece) => stepsOf(piece, random))].sort((a, b) => a.at - b.at);
}

/** Offsets as they are on a faster or slower clock. */
function atPace<T extends Exclude<Step, { kind: 'status' | 'hook' }>>(step: T, pace: number): T {
  if (step.kind === 'logs') {
    return { ...step, at: step.at / pace, events: step.events.map((event) => ({ ...event, at: event.at / pace })) };
  }
  if (step.kind === 'spans') {
    const spans = step.spans.map((span) => ({ ...span, start: span.start / pace, end: span.end / pace }));
    return { ...step, at: step.at / pace, spans };
  }
  return { ...step, at: step.at / pace, since: step.since / pace };
}
