/** Traces in OTLP's JSON, as agents send them. */

type Attribute = { key: string; value: Record<string, unknown> };

const text = (key: string, value: string): Attribute => ({ key, value: { stringValue: value } });
const hex = (n: number, digits: number) => n.toString(16).padStart(digits, '0');
const nanos = (ms: number) => `${BigInt(Math.round(ms * 1000))}000`;

export const traceIdOf = (n: number) => hex(0xabc0000 + n, 32);

/** `count` traces, one a minute from `start` on: two services, three sessions, errors, orphans, links, events. */
export function sampleTraces(start: number, count: number): unknown {
  const byService = new Map<string, unknown[]>();
  for (let n = 0; n < count; n++) {
    for (const { service, project, span } of spansOf(n, start + n * 60_000)) {
      const key = JSON.stringify([service, project]);
      byService.set(key, [...(byService.get(key) ?? []), span]);
    }
  }
  const resourceSpans = [...byService].map(([key, spans]) => {
    const [service, project] = JSON.parse(key) as [string, string | null];
    return {
      resource: {
        attributes: [text('service.name', service), ...(project ? [text('taskmaster.project', project)] : [])],
      },
      scopeSpans: [{ scope: { name: 'agent' }, spans }],
    };
  });
  return { resourceSpans };
}

function spansOf(n: number, at: number) {
  const traceId = traceIdOf(n);
  const service = n % 4 === 3 ? 'builder' : 'claude-code';
  const project = [null, 'shop', 'api'][n % 3] ?? null;
  const rootId = hex(n * 100 + 1, 16);
  const session = n % 5 === 4 ? [] : [text('session.id', `s-${n % 3}`)];
  const orphan = n % 7 === 6;
  const length = 100 + (n % 10) * 500;
  const root = {
    traceId,
    spanId: rootId,
    ...(orphan ? { parentSpanId: hex(0xdead, 16) } : {}),
    name: n % 2 ? 'interaction' : 'run',
    kind: 1,
    startTimeUnixNano: nanos(at + 0.123),
    endTimeUnixNano: nanos(at + length),
    attributes: [...session, text('model', `m"${n % 2}\\`), { key: 'attempt', value: { intValue: String(n % 4) } }],
    status: n % 6 === 5 ? { code: 2, message: 'it failed' } : { code: 1 },
    events: [{ timeUnixNano: nanos(at + 5), name: 'began', attributes: [text('why', 'asked')] }],
    links:
      n > 0
        ? [{ traceId: traceIdOf(n - 1), spanId: hex((n - 1) * 100 + 1, 16), attributes: [text('kind', 'depends')] }]
        : [],
  };
  const children = Array.from({ length: n % 5 }, (_, i) => ({
    traceId,
    spanId: hex(n * 100 + 2 + i, 16),
    parentSpanId: rootId,
    name: `tool ${i % 2}`,
    kind: 3,
    startTimeUnixNano: nanos(at + 10 + i * 7),
    endTimeUnixNano: nanos(at + 12 + i * 9),
    attributes: [...session, text('tool', i % 2 ? 'Bash' : 'Edit'), text('taskmaster.task.id', `${n % 3}.${i}`)],
    status: n % 8 === 1 && i === 0 ? { code: 2 } : {},
    events: [],
    links: [],
  }));
  return [root, ...children].map((span) => ({ service, project, span }));
}
