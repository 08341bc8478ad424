import { deflateSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exportAnswer, statusAnswer } from './otlp/answer.ts';
import { startTestService, type TestService } from '../testing/service.ts';

const JSON_TYPE = { 'content-type': 'application/json' };
let service: TestService;

beforeAll(async () => {
  service = await startTestService();
});
afterAll(() => service?.close());

const post = (path: string, body: unknown, headers: Record<string, string> = JSON_TYPE) =>
  service.send(
    'POST',
    path,
    headers,
    typeof body === 'string' || body instanceof Uint8Array ? body : JSON.stringify(body)
  );

function trace(spans: number): unknown {
  const one = (index: number) => ({
    traceId: '5b8efff798038103d269b633813fc60c',
    spanId: `eee19b7ec3c1b1${String(index).padStart(2, '0')}`,
    name: 'work',
    kind: 1,
    startTimeUnixNano: String((Date.now() - 1000) * 1e6),
    endTimeUnixNano: String(Date.now() * 1e6),
  });
  return {
    resourceSpans: [
      {
        resource: { attributes: [] },
        scopeSpans: [{ scope: {}, spans: Array.from({ length: spans }, (_, index) => one(index)) }],
      },
    ],
  };
}

describe('POST /api/v1/events', () => {
  it('writes each id once, whether as array, object or lines, packed or not', async () => {
    const events = [
      { id: 'a', type: 'note.made', project: 'p' },
      { id: 'b', type: 'note.made', project: 'p' },
    ];
    expect(JSON.parse((await post('/api/v1/events', events)).text)).toMatchObject({
      accepted: 2,
      duplicates: 0,
      rejected: [],
    });
    const lines = events.map((event) => JSON.stringify(event)).join('\n');
    const again = await post('/api/v1/events', gzipSync(`${lines}\n{"id":"c","type":"note.made","project":"p"}\n`), {
      'content-type': 'application/x-ndjson',
      'content-encoding': 'gzip',
    });
    expect(JSON.parse(again.text)).toMatchObject({ accepted: 1, duplicates: 2 });
    const read = JSON.parse((await service.send('GET', '/api/v1/events?since=0&limit=5000')).text) as {
      events: Array<{ id: string }>;
    };
    expect(read.events.filter(({ id }) => 'abc'.includes(id)).map(({ id }) => id)).toEqual(['a', 'b', 'c']);
  });

  it('names what is wrong', async () => {
    const unknown = await post('/api/v1/events', [{ type: 'note.made', projekt: 'p' }]);
    expect(unknown.status).toBe(400);
    expect(JSON.parse(unknown.text)).toMatchObject({ statusCode: 400, code: 'INVALID' });
    expect(unknown.text).toContain('projekt');
    expect((await post('/api/v1/events', '{')).status).toBe(400);
  });
});

describe('POST /api/v1/hooks/claude-code', () => {
  it('answers with an empty hook output', async () => {
    const answer = await post('/api/v1/hooks/claude-code', { session_id: 's', hook_event_name: 'Stop', cwd: '/' });
    expect([answer.status, answer.text]).toEqual([200, '{}']);
  });

  it('keeps events it does not know, and refuses what is no JSON', async () => {
    expect(
      (await post('/api/v1/hooks/claude-code', { session_id: 's', hook_event_name: 'FutureEvent', cwd: '/' })).status
    ).toBe(200);
    expect((await post('/api/v1/hooks/claude-code', 'not json')).status).toBe(400);
  });
});

describe('OTLP', () => {
  it('is taken as JSON and acknowledged in kind', async () => {
    const answer = await post('/v1/traces', trace(3));
    expect([answer.status, answer.text, answer.headers['content-type']]).toEqual([
      200,
      '{}',
      'application/json; charset=utf-8',
    ]);
    expect(
      (await post('/v1/traces', deflateSync(JSON.stringify(trace(1))), { ...JSON_TYPE, 'content-encoding': 'deflate' }))
        .status
    ).toBe(200);
  });

  it('is taken as protobuf: an empty request is a good one', async () => {
    const answer = await post('/v1/metrics', new Uint8Array(0), { 'content-type': 'application/x-protobuf' });
    expect([answer.status, answer.headers['content-type'], answer.body.length]).toEqual([
      200,
      'application/x-protobuf',
      0,
    ]);
  });

  it('refuses in its own form what it cannot read', async () => {
    const answer = await post('/v1/logs', Buffer.from('ffffffff', 'hex'), { 'content-type': 'application/x-protobuf' });
    expect([answer.status, answer.headers['content-type']]).toEqual([400, 'application/x-protobuf']);
    expect(answer.body.length).toBeGreaterThan(4);
    const json = await post('/v1/logs', '{"resourceLogs": ');
    expect([json.status, (JSON.parse(json.text) as { code: number }).code]).toEqual([400, 3]);
    expect((await post('/v1/logs', 'x', { 'content-type': 'text/plain' })).status).toBe(415);
  });

  it('says what part of a request it could not keep', async () => {
    const body = trace(2) as { resourceSpans: Array<{ scopeSpans: Array<{ spans: Array<{ spanId: string }> }> }> };
    const span = body.resourceSpans[0]?.scopeSpans[0]?.spans[1];
    if (span) {
      span.spanId = 'zz';
    }
    const answer = await post('/v1/traces', body);
    expect(answer.status).toBe(200);
    expect(JSON.parse(answer.text)).toMatchObject({ partialSuccess: { rejectedSpans: '1' } });
  });

  it('encodes answers as the protocol says', () => {
    expect(exportAnswer(0, '')).toHaveLength(0);
    expect([...exportAnswer(300, 'no')]).toEqual([0x0a, 7, 0x08, 0xac, 0x02, 0x12, 2, 0x6e, 0x6f]);
    expect([...statusAnswer(3, 'x')]).toEqual([0x08, 3, 0x12, 1, 0x78]);
  });
});

describe('bodies', () => {
  it('over 16 MB are refused, as they come and unpacked', async () => {
    const large = Buffer.alloc(16 * 1024 * 1024 + 1, 32);
    const plain = await post('/api/v1/events', large);
    expect(plain.status).toBe(413);
    expect(JSON.parse(plain.text)).toMatchObject({ code: 'TOO_LARGE' });
    const bomb = await post('/v1/logs', gzipSync(Buffer.alloc(200 * 1024 * 1024)), {
      ...JSON_TYPE,
      'content-encoding': 'gzip',
    });
    expect(bomb.status).toBe(413);
  });

  it('that are not packed as they say are refused', async () => {
    expect((await post('/v1/logs', 'plain', { ...JSON_TYPE, 'content-encoding': 'gzip' })).status).toBe(400);
    expect((await post('/v1/logs', 'plain', { ...JSON_TYPE, 'content-encoding': 'br' })).status).toBe(415);
  });
});

describe('our own API', () => {
  it('names an unknown field instead of ignoring it', async () => {
    const answer = await service.send('GET', '/api/v1/runs?projct=x');
    expect(answer.status).toBe(400);
    expect(JSON.parse(answer.text)).toMatchObject({ field: 'projct', code: 'INVALID' });
    const query = await post('/api/v1/query', {
      queries: [{ refId: 'A', queryType: 'tasks', query: { projct: 'x' } }],
    });
    expect(query.text).toContain('projct');
    expect((await post('/api/v1/query', { queries: [] })).status).toBe(400);
  });

  it('answers 404 with a sentence', async () => {
    for (const path of ['/api/v1/projects/none', '/api/v1/runs/none', '/api/v1/tasks/a%2Fb%2F1', '/nowhere']) {
      const answer = await service.send('GET', path);
      expect([path, answer.status]).toEqual([path, 404]);
      expect((JSON.parse(answer.text) as { message: string }).message).toMatch(/^There is no/);
    }
    expect((await service.send('GET', '/api/v1/tasks/5')).status).toBe(400);
  });

  it('describes itself', async () => {
    const json = await service.send('GET', '/documentation/json');
    const { paths } = JSON.parse(json.text) as { paths: Record<string, unknown> };
    expect(Object.keys(paths)).toEqual(
      expect.arrayContaining(['/api/v1/query', '/v1/traces', '/api/v1/live', '/api/v1/tasks/{id}'])
    );
    const page = await service.send('GET', '/documentation/');
    expect([page.status, page.headers['content-type']]).toEqual([200, 'text/html; charset=utf-8']);
  });

  it('shows metrics and health', async () => {
    const metrics = await service.send('GET', '/metrics');
    expect(metrics.headers['content-type']).toContain('text/plain');
    expect(metrics.text).toMatch(/^taskmaster_ingest_requests_total\{door="events",outcome="accepted"\} \d/m);
    expect(metrics.text).toMatch(
      /taskmaster_http_request_duration_seconds_count\{method="GET",route="\/api\/v1\/tasks\/:id",status="404"\} 1/
    );
    const ready = JSON.parse((await service.send('GET', '/health/ready')).text) as {
      state: string;
      api: number;
      dependencies: Array<{ name: string }>;
    };
    expect(ready.api).toBe(1); // a client of another version says which side to update
    expect(ready.dependencies.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['journal', 'metrics', 'traces', 'logs', 'disk', 'spool'])
    );
  });
});
