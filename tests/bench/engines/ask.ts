import { type QueryAnswer } from '#contract/frames.ts';

/** One question as `/api/v1/query` takes it. */
export interface Question {
  queryType: string;
  query: Record<string, unknown>;
  timeRange: { from: number; to: number };
  intervalMs?: number;
  maxDataPoints?: number;
}

/** The answer's text, read whole; rejects where the answer is none. */
export async function text(url: string, init?: RequestInit): Promise<string> {
  const answer = await fetch(url, init);
  const body = await answer.text();
  if (!answer.ok) {
    throw new Error(`${url} answered ${answer.status}: ${body.slice(0, 300)}`);
  }
  return body;
}

export function post(url: string, body: unknown): Promise<string> {
  return text(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
}

/** Asks the service; rejects where the query failed or (unless `empty`) found nothing. */
export async function askService(service: URL, question: Question, { empty = false } = {}): Promise<string> {
  const body = await post(new URL('/api/v1/query', service).href, { queries: [{ refId: 'A', ...question }] });
  if (body.includes('"error":') || (!empty && body.length < 300)) {
    const { A } = (JSON.parse(body) as QueryAnswer).results;
    const rows = A?.frames?.reduce((sum, { data }) => sum + (data.values[0]?.length ?? 0), 0) ?? 0;
    if (A?.error !== undefined || (!empty && rows === 0)) {
      throw new Error(`${JSON.stringify(question)}: ${A?.error ?? 'nothing was found'}`);
    }
  }
  return body;
}

export async function timed(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}
