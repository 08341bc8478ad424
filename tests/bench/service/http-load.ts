import { Agent, request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

export interface Post {
  url: URL;
  headers: Record<string, string>;
  body: Buffer;
}

const agent = new Agent({ keepAlive: true, maxSockets: 16 });

/** Sends one request over a kept-alive connection; resolves with status and the pause a busy service asks for. */
export function send({ url, headers, body }: Post): Promise<{ status: number; retryAfterMs: number }> {
  return new Promise((resolve, reject) => {
    const sent = request(
      url,
      { method: 'POST', agent, headers: { ...headers, 'content-length': body.length } },
      (response) => {
        const retryAfterMs = 1000 * Number(response.headers['retry-after'] ?? 0);
        response.resume();
        response.on('end', () => resolve({ status: response.statusCode ?? 0, retryAfterMs }));
        response.on('error', reject);
      }
    );
    sent.on('error', reject);
    sent.end(body);
  });
}

export interface LoadResult {
  acknowledged: number;
  busyAnswers: number;
  seconds: number;
}

/**
 * Keeps `connections` requests under way until the time is over; a busy answer (429, 503) is obeyed and sent again.
 * Bodies must not be changed by `next` while they are being sent.
 */
export async function saturate(
  next: (index: number) => Post,
  connections: number,
  seconds: number
): Promise<LoadResult> {
  const started = performance.now();
  const until = started + seconds * 1000;
  let index = 0;
  let acknowledged = 0;
  let busyAnswers = 0;
  const worker = async (): Promise<void> => {
    while (performance.now() < until) {
      const post = next(index++);
      for (;;) {
        const { status, retryAfterMs } = await send(post);
        if (status >= 200 && status < 300) {
          acknowledged++;
          break;
        }
        if (status !== 429 && status !== 503) {
          throw new Error(`${post.url.pathname} answered ${status}`);
        }
        busyAnswers++;
        await sleep(retryAfterMs || 100);
      }
    }
  };
  await Promise.all(Array.from({ length: connections }, worker));
  return { acknowledged, busyAnswers, seconds: (performance.now() - started) / 1000 };
}

/** Sends at a fixed rate whatever the answers do (open loop) and returns each answer's time in ms. */
export async function atRate(next: (index: number) => Post, perSecond: number, seconds: number): Promise<number[]> {
  const times: number[] = [];
  const pending: Array<Promise<void>> = [];
  const started = performance.now();
  for (let index = 0; index < perSecond * seconds; index++) {
    const due = started + (index * 1000) / perSecond;
    const wait = due - performance.now();
    if (wait > 1) {
      await sleep(wait);
    }
    const post = next(index);
    const sentAt = performance.now();
    pending.push(
      send(post).then(({ status }) => {
        if (status < 200 || status >= 300) {
          throw new Error(`${post.url.pathname} answered ${status}`);
        }
        times.push(performance.now() - sentAt);
      })
    );
  }
  await Promise.all(pending);
  return times;
}
