import { type Frame } from '#contract/frames.ts';
import { type OpenRun } from '../execution/runner/open-run.ts';
import { rowsOf } from '../util/frame-rows.ts';
import { type ServiceClient } from './client.ts';

const ASK_MS = 60_000;

/**
 * The autonomy score of a run as the service knows it, for its checkpoints; asked for once a minute. Null where no service runs, or agents have
 * told nothing that makes a score.
 */
export class RunAutonomy {
  readonly #service: () => Pick<ServiceClient, 'json'>;
  readonly #run: () => OpenRun | undefined;
  readonly #timer: NodeJS.Timeout;
  #score: number | null = null;

  constructor(service: () => Pick<ServiceClient, 'json'>, run: () => OpenRun | undefined) {
    this.#service = service;
    this.#run = run;
    this.#timer = setInterval(() => void this.#ask(), ASK_MS);
    this.#timer.unref();
  }

  get score(): number | null {
    return this.#score;
  }

  async #ask(): Promise<void> {
    const state = this.#run()?.runner.state;
    if (!state) {
      return;
    }
    const timeRange = { from: state.startedAt, to: Date.now() };
    const query = { project: state.project, tag: state.tag, run: state.run };
    try {
      const { results } = await this.#service().json<{ results: { A: { frames?: Frame[] } } }>('/api/v1/query', {
        queries: [{ refId: 'A', queryType: 'status', timeRange, query }],
      });
      const score = results.A.frames?.[0] && rowsOf(results.A.frames[0])[0]?.autonomyScore;
      this.#score = typeof score === 'number' ? score : null;
    } catch {
      this.#score = null; // nobody is there to say
    }
  }

  close(): void {
    clearInterval(this.#timer);
  }
}
