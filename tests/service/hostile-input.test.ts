import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AnyRecord, EVENT_EXAMPLES } from '#contract/events-api.ts';
import { startTestService, type TestService } from '../../backend/src/testing/service.ts';

const JSON_TYPE = { 'content-type': 'application/json' };
const DAY_MS = 86_400_000;
let service: TestService;

beforeAll(async () => {
  service = await startTestService();
});
afterAll(() => service?.close());

async function post(path: string, body: unknown): Promise<{ status: number; json: Record<string, unknown> }> {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const answer = await service.send('POST', path, JSON_TYPE, text);
  return { status: answer.status, json: JSON.parse(answer.text) as Record<string, unknown> };
}
const query = (...queries: unknown[]) => post('/api/v1/query', { queries });

describe('queries', () => {
  it('answers under every refId, whatever it is called', async () => {
    const { json } = await query({ refId: '__proto__', queryType: 'projects', query: {} });
    expect(Object.keys(json.results as object)).toEqual(['__proto__']);
  });

  it('refuses a refId that is used twice', async () => {
    const one = { refId: 'A', queryType: 'projects', query: {} };
    expect(await query(one, one)).toMatchObject({ status: 400, json: { field: 'queries.1.refId' } });
  });

  it.each(['{"queries":[', '{"queries":[{"__proto__":{}}]}', ''])(
    'names the body where it is no JSON: %s',
    async (body) => {
      expect(await post('/api/v1/query', body)).toMatchObject({
        status: 400,
        json: { code: 'INVALID', field: 'body' },
      });
    }
  );
});

describe('entities', () => {
  it.each(['/api/v1/projects?x=1', '/api/v1/projects/a?x=1', '/api/v1/runs/a?x=1', '/api/v1/sessions/a?x=1'])(
    'refuses a field it does not know: %s',
    async (path) => {
      const answer = await service.send('GET', path);
      expect([answer.status, JSON.parse(answer.text)]).toMatchObject([400, { field: 'x' }]);
    }
  );

  it.each(['/api/v1/runs/nope', '/api/v1/tasks/1?project=nope', '/api/v1/lookup/tags?project=nope'])(
    'says 404 where there is nothing: %s',
    async (path) => {
      const answer = await service.send('GET', path);
      expect([answer.status, JSON.parse(answer.text)]).toMatchObject([404, { code: 'NOT_FOUND' }]);
    }
  );
});

describe('the events door', () => {
  it('names the field of a refused event', async () => {
    expect(await post('/api/v1/events', [{ type: 'x.y', at: 'soon' }])).toMatchObject({
      status: 400,
      json: { field: '0.at' },
    });
    expect(await post('/api/v1/events', '[{')).toMatchObject({ status: 400, json: { field: 'body' } });
  });

  it('takes the past and refuses the far future', async () => {
    const { json } = await post('/api/v1/events', [
      { type: 'x.old', at: 0 },
      { type: 'x.soon', at: Date.now() + DAY_MS / 2 },
      { type: 'x.far', at: Date.now() + 2 * DAY_MS },
      { type: 'log', body: 'far', at: '9999-01-01T00:00:00Z' },
    ]);
    expect(json.accepted).toBe(2);
    expect((json.rejected as Array<{ index: number; message: string }>).map(({ index }) => index)).toEqual([2, 3]);
    expect(JSON.stringify(json.rejected)).toContain('more than a day ahead');
  });

  it('is described as its contract says', async () => {
    const { text } = await service.send('GET', '/documentation/json');
    const { paths } = JSON.parse(text) as {
      paths: Record<
        string,
        { post: { requestBody: { content: Record<string, { schema: unknown; examples: object }> } } }
      >;
    };
    const body = paths['/api/v1/events']?.post.requestBody.content['application/json'];
    expect(body?.schema).toEqual({ type: 'array', items: JSON.parse(JSON.stringify(AnyRecord)) });
    expect(Object.values(body?.examples ?? {})).toEqual(Object.values(EVENT_EXAMPLES).map((value) => ({ value })));
  });
});

describe('the OTLP doors', () => {
  const spans = (...startAt: number[]) => ({
    resourceSpans: [
      {
        scopeSpans: [
          {
            spans: startAt.map((at, index) => ({
              traceId: `${index + 1}`.padStart(32, '0'),
              spanId: `${index + 1}`.padStart(16, '0'),
              name: 'x',
              startTimeUnixNano: `${BigInt(at) * 1_000_000n}`,
              endTimeUnixNano: `${BigInt(at + 5) * 1_000_000n}`,
            })),
          },
        ],
      },
    ],
  });

  it('keep no span of the far future, and count it as refused', async () => {
    const { status, json } = await post('/v1/traces', spans(Date.now(), Date.now() + 3 * DAY_MS, 4e14));
    expect(status).toBe(200);
    expect(json.partialSuccess).toMatchObject({
      rejectedSpans: '2',
      errorMessage: expect.stringContaining('more than a day ahead') as string,
    });
  });
});

it('a call learns its name late, and a decision of auto mode is automatic', async () => {
  const call = { session: 'late', data: { toolUseId: 'u1', tool: 'unknown' } };
  await post('/api/v1/events', [
    { ...call, type: 'tool.ended', data: { ...call.data, success: true } },
    { ...call, type: 'tool.started', data: { ...call.data, tool: 'Bash' } },
    { ...call, type: 'tool.ended', data: { ...call.data, success: true } },
    { ...call, type: 'tool.decided', data: { ...call.data, decision: 'reject', source: 'auto_mode' } },
  ]);
  const session = JSON.parse((await service.send('GET', '/api/v1/sessions/late')).text) as Record<string, unknown>;
  expect(session).toMatchObject({ toolCalls: [{ tool: 'Bash' }], decisionsAuto: 1, decisionsHuman: 0 });
});
