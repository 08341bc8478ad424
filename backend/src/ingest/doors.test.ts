import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hookInput, HOOKS } from '../../../tests/fixtures/hooks/hooks.ts';
import { counters, logs, spans } from '../../../tests/fixtures/otlp/claude-code.ts';
import { decode, RECEIVED_AT, testContext } from '../../../tests/fixtures/otlp/decode.ts';
import { toProtobuf } from '../../../tests/fixtures/otlp/protobuf.ts';
import { type Door, type Ingested } from '../store/types.ts';
import { problemOf } from '../journal/validate.ts';
import { createMemory, decodeDoor } from './doors.ts';

const DOORS: Door[] = ['otlp-traces', 'otlp-metrics', 'otlp-logs', 'claude-hook', 'events'];

/** What every answer keeps, whatever came in: it can be stored, and the journal takes its events. */
function expectSound(result: Ingested): void {
  const text = JSON.stringify(result);
  expect(text.isWellFormed()).toBe(true);
  for (const event of result.events) {
    expect(Number.isSafeInteger(event.at)).toBe(true);
    const names = [event.session, event.project, event.taskId, event.tag, event.run, event.agent];
    if (names.every((name) => name === undefined || (name !== '' && name.length <= 512))) {
      expect(problemOf(event)).toBeUndefined();
    }
  }
  for (const { at, value, histogram } of result.metrics) {
    expect(Number.isFinite(at)).toBe(true);
    expect(
      histogram === undefined ? Number.isFinite(value) : histogram.counts.length === histogram.bounds.length + 1
    ).toBe(true);
  }
  for (const { traceId, spanId, startAt, durationMs } of result.spans) {
    expect([/^[0-9a-f]{32}$/.test(traceId), /^[0-9a-f]{16}$/.test(spanId)]).toEqual([true, true]);
    expect(Number.isFinite(startAt) && durationMs >= 0).toBe(true);
  }
  for (const { at, body } of result.logs) {
    expect(Number.isFinite(at) && typeof body === 'string').toBe(true);
  }
}

const contexts = fc.record({
  captureContents: fc.boolean(),
  userId: fc.constantFrom('off' as const, 'hashed' as const),
});

describe('no door ever throws', () => {
  it.each(DOORS)('%s: any bytes, any type, any encoding', (door) => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 300 }),
        fc.constantFrom('application/json', 'application/x-protobuf', 'text/plain', ''),
        fc.constantFrom(undefined, 'gzip'),
        contexts,
        (bytes, contentType, contentEncoding, options) => {
          const info = { contentType, contentEncoding, receivedAt: RECEIVED_AT };
          expectSound(decodeDoor(door, bytes, info, testContext(options)));
        }
      ),
      { numRuns: 300 }
    );
  });

  it.each(DOORS)('%s: any JSON', (door) => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 5 }), (text) => expectSound(decode(door, text))),
      { numRuns: 300 }
    );
  });
});

/** A request with values here and there replaced, removed or doubled, as exporters with bugs send them. */
const odd = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    '',
    'NaN',
    NaN,
    -1,
    1e300,
    '99999999999999999999',
    true,
    [],
    {},
    [[]],
    '\ud800',
    '__proto__'
  ),
  fc.string(),
  fc.double(),
  fc.anything({ maxDepth: 2 })
);
function mutated(request: unknown): fc.Arbitrary<unknown> {
  const paths: Array<Array<string | number>> = [];
  const walk = (value: unknown, path: Array<string | number>) => {
    paths.push(path);
    if (typeof value === 'object' && value !== null) {
      for (const [key, inner] of Object.entries(value)) {
        walk(inner, [...path, Array.isArray(value) ? Number(key) : key]);
      }
    }
  };
  walk(request, []);
  return fc.array(fc.tuple(fc.constantFrom(...paths.slice(1)), odd), { minLength: 1, maxLength: 4 }).map((changes) => {
    const copy = structuredClone(request);
    for (const [path, value] of changes) {
      let at = copy as Record<string | number, unknown>;
      for (const key of path.slice(0, -1)) {
        const next = at[key];
        if (typeof next !== 'object' || next === null) {
          break;
        }
        at = next as Record<string | number, unknown>;
      }
      at[path.at(-1) as string] = value;
    }
    return copy;
  });
}

const REQUESTS: Array<[Door, object]> = [
  [
    'otlp-logs',
    logs([
      { name: 'api_request', attributes: { model: 'm', cost_usd: '0.01', input_tokens: '5', request_id: 'r' } },
      {
        name: 'tool_result',
        attributes: {
          tool_name: 'Bash',
          tool_use_id: 't',
          success: 'true',
          tool_parameters: '{"full_command":"tm set-status 5 done"}',
        },
      },
      { name: 'subagent_completed', attributes: { agent_type: 'x' } },
    ]),
  ],
  [
    'otlp-traces',
    spans([
      { id: '00000000000000a1', name: 'claude_code.tool', attributes: { tool_name: 'Agent', tool_use_id: 't' } },
      {
        id: '00000000000000a2',
        parent: '00000000000000a1',
        name: 'claude_code.llm_request',
        attributes: { input_tokens: 5, agent_id: 'a' },
      },
      {
        id: '00000000000000a3',
        parent: '00000000000000a1',
        name: 'claude_code.tool.execution',
        attributes: { success: false, error: 'x' },
      },
      {
        id: '00000000000000a4',
        name: 'chat',
        attributes: { 'gen_ai.operation.name': 'chat', 'gen_ai.usage.input_tokens': 5 },
      },
    ]),
  ],
  [
    'otlp-metrics',
    counters({
      'claude_code.token.usage': [{ value: 5, attributes: { type: 'input' } }],
      'claude_code.session.count': [{ value: 1, attributes: { start_type: 'fresh' } }],
    }),
  ],
  ['claude-hook', Object.keys(HOOKS).map((name) => hookInput(name))],
  [
    'events',
    [
      { type: 'log', body: 'x', attributes: { a: 1 } },
      { type: 'metric', name: 'm', value: 1, labels: { a: 'b' } },
      { type: 'task.status', project: 'p', taskId: '5', data: { to: 'done' } },
    ],
  ],
];

describe('requests with mistakes', () => {
  it.each(REQUESTS)('%s gives an answer that can be stored', (door, request) => {
    const memory = createMemory(50);
    fc.assert(
      fc.property(mutated(request), contexts, (body, options) => {
        expectSound(decode(door, JSON.stringify(body) ?? 'null', testContext({ ...options, memory })));
      }),
      { numRuns: 300 }
    );
  });

  it.each(REQUESTS.slice(0, 3))('%s: protobuf cut short or with flipped bytes', (door, request) => {
    const bytes = toProtobuf(door.slice(5) as 'traces', request);
    fc.assert(
      fc.property(
        fc.nat({ max: bytes.length }),
        fc.array(fc.tuple(fc.nat({ max: bytes.length - 1 }), fc.nat({ max: 255 })), { maxLength: 5 }),
        (length, flips) => {
          const copy = bytes.slice();
          for (const [at, value] of flips) {
            copy[at] = value;
          }
          expectSound(decode(door, copy.slice(0, length)));
          expectSound(decode(door, copy));
        }
      ),
      { numRuns: 500 }
    );
  });
});

describe('bodies that cannot be read', () => {
  it.each(DOORS)('%s: one rejection without a place, which quotes nothing', (door) => {
    const { rejected, events } = decode(door, '{"prompt": "a private thing"');
    expect(events).toEqual([]);
    expect(rejected).toHaveLength(1);
    expect(rejected[0]).not.toHaveProperty('index');
    expect(rejected[0]?.message).toMatch(/^The body is not .*: it is not JSON/);
    expect(rejected[0]?.message).not.toContain('private');
  });

  it('that unpack to more than is allowed are refused', () => {
    const bomb = new Uint8Array(gzipSync(new Uint8Array(70 * 1024 * 1024)));
    const { rejected } = decode('otlp-traces', bomb, testContext(), { contentEncoding: 'gzip' });
    expect(rejected[0]?.message).toMatch(/larger than|exceed/i);
  });

  it('survive nesting that would exhaust the stack', () => {
    const deep = `${'{"kvlistValue":{"values":[{"key":"k","value":'.repeat(3000)}{}${'}]}}'.repeat(3000)}`;
    const { logs: lines } = decode('otlp-logs', `{"resourceLogs":[{"scopeLogs":[{"logRecords":[{"body":${deep}}]}]}]}`);
    expect(lines[0]?.body).toContain('nested too deep');
  });
});

const SHARED = resolve(import.meta.dirname, '../../../../shared/data/otlp');
describe.skipIf(!existsSync(SHARED))(
  'examples of the protocol and of Claude Code (shared data; skipped where absent)',
  () => {
    const files = existsSync(SHARED) ? readdirSync(SHARED).filter((name) => name.endsWith('.json')) : [];

    it.each(files)('%s is read whole, in JSON and in protobuf alike', (name) => {
      const signal = name.includes('metrics') ? 'metrics' : name.includes('trace') ? 'traces' : 'logs';
      const text = readFileSync(resolve(SHARED, name), 'utf8');
      const json = decode(`otlp-${signal}`, text);
      expectSound(json);
      expect(json.rejected).toEqual([]);
      expect(json.metrics.length + json.spans.length + json.logs.length).toBeGreaterThan(0);
      expect(decode(`otlp-${signal}`, toProtobuf(signal, JSON.parse(text) as object))).toEqual(json);
    });
  }
);
