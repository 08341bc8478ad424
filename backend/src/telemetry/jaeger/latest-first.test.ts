import { expect, it } from 'vitest';
import { type TraceSearch } from '../types.ts';
import { type UpstreamAnswer, type UpstreamRequest } from '../upstream/options.ts';
import { Upstream } from '../upstream/upstream.ts';
import { JaegerApi } from './api.ts';
import { JaegerTraces } from './trace-engine.ts';

const MINUTE = 60_000;
const search: TraceSearch = { range: { from: 0, to: 60 * MINUTE }, service: 'agent', filters: [], limit: 5 };
const context = { captureContents: false, userId: 'off' as const, projectOf: () => undefined };

/** A trace of one span of a service, `size` characters long. */
const trace = (id: number, at: number, { size = 0, serviceName = 'agent' } = {}) => {
  const [traceID, spanID] = [id.toString(16).padStart(32, '0'), 'ab'.repeat(8)];
  const tags = [{ key: 'padding', type: 'string', value: 'x'.repeat(size) }];
  const span = { traceID, spanID, operationName: 'work', startTime: at * 1000, duration: 1, tags, processID: 'p' };
  return { traceID, spans: [span], processes: { p: { serviceName } } };
};

type Answer = (query: { from: number; to: number; limit: number }, n: number) => unknown[] | undefined;

/** A Jaeger that answers with these traces; where there are none, not before it is given up. */
class Answering extends Upstream {
  asked = 0;
  readonly #answer: Answer;

  constructor(answer: Answer, timeoutMs = 60_000) {
    super({ product: 'Jaeger', url: 'http://jaeger', headers: {}, timeoutMs, concurrency: 1, maxBytes: 1_000_000 });
    this.#answer = answer;
  }

  override async ask({ query }: UpstreamRequest, signal?: AbortSignal): Promise<UpstreamAnswer> {
    const number = (name: string) => Number(query?.get(name));
    const range = { from: number('start') / 1000, to: number('end') / 1000, limit: number('limit') };
    const data = this.#answer(range, this.asked++);
    if (data === undefined) {
      await new Promise((_resolve, reject) => signal?.addEventListener('abort', () => reject(new Error('given up'))));
    }
    return { status: 200, text: JSON.stringify({ data }) };
  }
}

async function found(upstream: Answering) {
  const { traces, notices } = await new JaegerTraces(new JaegerApi(upstream, {}), context).search(search);
  return { times: traces.map(({ startAt }) => startAt), notices: notices.map(({ text }) => text) };
}

it('a range with more traces than come at once is halved, the later half first', async () => {
  const all = Array.from({ length: 240 }, (_, i) => trace(i + 1, i * 15_000));
  const jaeger = new Answering(({ from, to, limit }) =>
    all.filter(({ spans }) => spans[0]!.startTime >= from * 1000 && spans[0]!.startTime < to * 1000).slice(0, limit)
  );
  expect(await found(jaeger)).toEqual({ times: [239, 238, 237, 236, 235].map((i) => i * 15_000), notices: [] });
  expect(jaeger.asked).toBe(5);
});

it('more traces than were asked for are no answer', async () => {
  const jaeger = new Answering(({ limit }) => Array.from({ length: limit + 1 }, (_, i) => trace(i + 1, 0)));
  await expect(found(jaeger)).rejects.toThrow(
    'Jaeger at http://jaeger answered with 21 traces where 20 were asked for: is the url right?'
  );
  expect(jaeger.asked).toBe(1);
});

it('a search ends when it has read as much as two of the largest answers', async () => {
  const jaeger = new Answering(({ limit, from }) =>
    Array.from({ length: limit }, (_, i) => trace(i + 1, from, { size: 15_000 }))
  );
  const { notices } = await found(jaeger);
  expect(notices).toEqual([expect.stringMatching(/some that fit may be missing \(2 MB were read\)/)]);
  expect(jaeger.asked).toBe(7);
});

it('a search ends after as many requests as it may cost', async () => {
  const others = { serviceName: 'another' };
  const jaeger = new Answering(({ limit, from }) =>
    Array.from({ length: limit }, (_, i) => trace(i + 1, from, others))
  );
  const { notices } = await found(jaeger);
  expect(notices).toEqual([expect.stringMatching(/some that fit may be missing/)]);
  expect(jaeger.asked).toBe(60);
});

it('a search has one deadline for all its requests: what was found until then is shown', async () => {
  const jaeger = new Answering(({ limit, from, to }, n) => {
    const full = Array.from({ length: limit }, (_, i) => trace(i + 1, from));
    return n === 0 ? full : n === 1 ? [trace(99, to - 1)] : undefined;
  }, 200);
  const { times, notices } = await found(jaeger);
  expect(times).toEqual([60 * MINUTE - 1]);
  expect(notices).toEqual([expect.stringMatching(/some that fit may be missing \(0\.2 s were over\)/)]);
});
