import { type LogRecord, type MetricPoint, type SpanRecord } from '../../backend/src/telemetry/types.ts';

/** Made-up records in the shape of what agents send; the same for every run. */

export interface Random {
  /** A whole number below n. */
  below(n: number): number;
}

export function randomFrom(seed: number): Random {
  let state = seed;
  return {
    below(n) {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      return Math.floor((state / 4294967296) * n);
    },
  };
}

const COMMON =
  'the agent task run build test file read write commit branch request response model token started finished'.split(
    ' '
  );
const RARE = Array.from({ length: 20_000 }, (_, i) => `w${(i * 7919).toString(36)}`);
const TOOLS = ['Bash', 'Read', 'Edit', 'Write', 'Grep', 'Glob', 'Agent', 'WebFetch'];
const EVENTS = ['tool_result', 'tool_decision', 'api_request', 'user_prompt', 'hook_execution_complete'];

export const SESSIONS = Array.from({ length: 200 }, (_, i) => `session-${i.toString().padStart(4, '0')}`);
export const PROJECTS = Array.from({ length: 10 }, (_, i) => `project-${i}`);

const resource = {
  'service.name': 'claude-code',
  'service.version': '2.1.232',
  'os.type': 'linux',
  'host.arch': 'amd64',
};

function originOf(random: Random): LogRecord['origin'] {
  const n = random.below(SESSIONS.length);
  return {
    session: SESSIONS[n],
    project: PROJECTS[n % PROJECTS.length],
    service: n % 4 === 0 ? 'other' : 'claude-code',
  };
}

function line(random: Random): string {
  const words = Array.from({ length: 9 }, () => COMMON[Math.floor((random.below(100) ** 2 / 10_000) * COMMON.length)]!);
  words.push(RARE[random.below(RARE.length)]!, `id${random.below(1_000_000)}`);
  if (random.below(200) === 0) {
    words.push('timeout');
  }
  return words.join(' ');
}

/** 215 bytes of attributes a line. */
export function makeLogs(count: number, random: Random): LogRecord[] {
  return Array.from({ length: count }, (): LogRecord => {
    const level = random.below(100);
    return {
      at: 0,
      observedAt: 0,
      severity: level === 0 ? 'error' : level < 5 ? 'warn' : level < 20 ? 'debug' : 'info',
      body: line(random),
      eventName: EVENTS[random.below(EVENTS.length)],
      category: level === 0 ? 'error' : 'command',
      attributes: {
        'event.name': 'tool_result',
        tool_name: TOOLS[random.below(TOOLS.length)]!,
        duration_ms: random.below(10_000),
        success: 'true',
        'prompt.id': `prompt-${random.below(5000)}`,
        'terminal.type': 'xterm-256color',
        tool_use_id: `toolu_${random.below(1_000_000_000)}`,
        'event.sequence': random.below(100_000),
        decision_source: 'config',
        tool_result_size_bytes: random.below(50_000),
      },
      resource,
      origin: originOf(random),
    };
  });
}

export interface MetricSource {
  /** One point of every series. */
  points: MetricPoint[];
}

/** 400 counters (delta and cumulative), 400 gauges and 200 histograms. */
export function makeMetrics(random: Random): MetricSource {
  const points: MetricPoint[] = [];
  for (let i = 0; i < 1000; i++) {
    const kind = i < 400 ? 'counter' : i < 800 ? 'gauge' : 'histogram';
    const group = Math.floor(i / 100);
    points.push({
      name: `bench_${kind}_${group}`,
      kind,
      temporality: kind === 'gauge' ? undefined : i % 2 === 0 ? 'delta' : 'cumulative',
      unit: 's',
      labels: {
        host: `host-${i % 20}`,
        model: `model-${i % 5}`,
        type: ['input', 'output', 'cacheRead', 'cacheCreation'][i % 4]!,
        series: `s${i}`,
        'terminal.type': 'xterm-256color',
        'organization.id': 'b2a9d8f0-3f0c-4a8e-9f4e-0d6c1b2a3c4d',
      },
      startAt: kind === 'gauge' ? undefined : 1,
      at: 0,
      value: 0,
      histogram:
        kind === 'histogram'
          ? { count: 10, sum: 20, bounds: [0.1, 0.5, 1, 2, 5, 10, 30], counts: [1, 1, 2, 2, 2, 1, 1, 0] }
          : undefined,
      origin: originOf(random),
    });
  }
  return { points };
}

/** Traces of 20 spans with 20 attributes each. */
export function makeSpans(traces: number, random: Random): SpanRecord[] {
  const hex = (length: number) => Array.from({ length }, () => random.below(16).toString(16)).join('');
  return Array.from({ length: traces }, () => {
    const traceId = hex(32);
    const root = hex(16);
    const origin = originOf(random);
    return Array.from({ length: 20 }, (_, i): SpanRecord => {
      const attributes: SpanRecord['attributes'] = {};
      for (let k = 0; k < 18; k++) {
        attributes[`attribute.number.${k}`] = k % 3 === 0 ? random.below(1000) : `value-${random.below(50)}`;
      }
      attributes['tool_name'] = TOOLS[random.below(TOOLS.length)]!;
      attributes['request_id'] = `req_${hex(16)}`;
      return {
        traceId,
        spanId: i === 0 ? root : hex(16),
        parentSpanId: i === 0 ? undefined : root,
        name: i === 0 ? 'claude_code.interaction' : i % 2 === 0 ? 'claude_code.tool' : 'claude_code.llm_request',
        kind: 'internal',
        startAt: 0,
        durationMs: 5 + random.below(i === 0 ? 20_000 : 2000),
        status: random.below(100) === 0 ? 'error' : 'unset',
        attributes,
        resource,
        scope: 'com.anthropic.claude_code.tracing',
        events: [],
        links: [],
        origin,
      };
    });
  }).flat();
}
