import { type Request } from './models.ts';
import { type Attributes, type Count } from './otlp-bodies.ts';

type Source = 'main' | 'subagent';

/** What Claude Code counts between two of its metric exports. */
export class Tally {
  readonly #requests: Array<{ request: Request; source: Source }> = [];
  readonly #decisions = new Map<string, { attributes: Attributes; value: number }>();
  #added = 0;
  #removed = 0;
  #commits = 0;
  #pullRequests = 0;
  #waitedMs = 0;

  request(request: Request, source: Source): void {
    this.#requests.push({ request, source });
  }

  /** An edit somebody or some rule let through or turned down. */
  editDecided(tool: string, decision: string, source: string): void {
    const attributes = { tool_name: tool, decision, source, language: 'TypeScript' };
    const key = `${tool}/${decision}/${source}`;
    this.#decisions.set(key, { attributes, value: (this.#decisions.get(key)?.value ?? 0) + 1 });
  }

  lines(added: number, removed: number): void {
    this.#added += added;
    this.#removed += removed;
  }

  commit(): void {
    this.#commits += 1;
  }

  pullRequest(): void {
    this.#pullRequests += 1;
  }

  waited(ms: number): void {
    this.#waitedMs += ms;
  }

  /** @param lengthMs time the tally covers */
  counts(lengthMs: number): Count[] {
    const active = { name: 'active_time.total', unit: 's' };
    const [model] = this.#requests.map(({ request }) => request.model);
    return [
      ...this.#usage(),
      ...[...this.#decisions.values()].map((one) => ({ name: 'code_edit_tool.decision', ...one })),
      { name: 'lines_of_code.count', value: this.#added, attributes: { type: 'added', ...(model ? { model } : {}) } },
      {
        name: 'lines_of_code.count',
        value: this.#removed,
        attributes: { type: 'removed', ...(model ? { model } : {}) },
      },
      { name: 'commit.count', value: this.#commits, attributes: {} },
      { name: 'pull_request.count', value: this.#pullRequests, attributes: {} },
      { ...active, value: (lengthMs - this.#waitedMs) / 1000, attributes: { type: 'cli' } },
      { ...active, value: this.#waitedMs / 1000, attributes: { type: 'user' } },
    ].filter(({ value }) => value > 0);
  }

  #usage(): Count[] {
    const sums = new Map<string, Count>();
    const add = (name: string, unit: string, value: number, attributes: Attributes): void => {
      const key = JSON.stringify([name, attributes]);
      sums.set(key, { name, unit, value: value + (sums.get(key)?.value ?? 0), attributes });
    };
    for (const { request, source } of this.#requests) {
      const shared = { model: request.model, query_source: source };
      add('token.usage', 'tokens', request.input, { type: 'input', ...shared });
      add('token.usage', 'tokens', request.output, { type: 'output', ...shared });
      add('token.usage', 'tokens', request.cacheRead, { type: 'cacheRead', ...shared });
      add('token.usage', 'tokens', request.cacheCreation, { type: 'cacheCreation', ...shared });
      add('cost.usage', 'USD', request.costUsd, shared);
    }
    return [...sums.values()];
  }
}
