import { type Attributes, type Count, type LogEvent, type SampleSpan } from './otlp-bodies.ts';
import { hexId } from './random.ts';
import { type Work } from './schedule.ts';

/** One thing that happens in the sample, at an offset in ms from its start. */
export type Step = { at: number } & (
  | { kind: 'status'; taskId: string; status: string }
  | { kind: 'hook'; agent: number; event: string; fields: Record<string, unknown> }
  | { kind: 'logs'; agent: number; events: LogEvent[] }
  | { kind: 'spans'; agent: number; spans: SampleSpan[] }
  | { kind: 'counts'; agent: number; since: number; counts: Count[] }
);

const TOOLS = ['Read', 'Edit', 'Bash', 'Grep', 'Write'] as const;
const MODELS = ['claude-opus-4-5', 'claude-sonnet-4-5'] as const;
/** US dollars per million tokens: input, output, cache read, cache creation. The sample's own figures, only to look plausible. */
const PRICES = [
  [5, 25, 0.5, 6.25],
  [3, 15, 0.3, 3.75],
] as const;

const STATUS_TOOL = 'mcp__task-master-ai__set_task_status';

/** Everything one piece of work makes happen: status changes, hooks, log events, spans and counts, in order of time. */
export function stepsOf(work: Work, random: () => number): Step[] {
  return new PieceOfWork(work, random).steps();
}

class PieceOfWork {
  readonly #work: Work;
  readonly #random: () => number;
  readonly #steps: Step[] = [];
  readonly #logs: LogEvent[] = [];
  readonly #spans: SampleSpan[] = [];
  readonly #traceId: string;
  readonly #rootId: string;
  #tokens = [0, 0, 0, 0];
  #cost = 0;
  #lines = 0;

  constructor(work: Work, random: () => number) {
    this.#work = work;
    this.#random = random;
    this.#traceId = hexId(random, 32);
    this.#rootId = hexId(random, 16);
  }

  steps(): Step[] {
    const { start, end, taskId, parentId, firstOfTask, lastOfTask, fails, agent } = this.#work;
    if (parentId && firstOfTask) {
      this.#setStatus(start, parentId, 'in-progress');
    }
    this.#setStatus(start, taskId, 'in-progress');
    const turns = 2 + Math.floor(this.#random() * 3);
    const length = (end - start) / turns;
    for (let turn = 0; turn < turns; turn++) {
      this.#turn(start + turn * length, length, turn === turns - 1);
    }
    this.#setStatus(end, taskId, fails ? 'pending' : 'done');
    if (parentId && lastOfTask) {
      this.#setStatus(end + 200, parentId, 'done');
    }
    this.#spans.push({
      traceId: this.#traceId,
      spanId: this.#rootId,
      name: 'claude_code.interaction',
      start,
      end,
      attributes: { 'interaction.duration_ms': end - start, user_prompt_length: 240 },
    });
    this.#steps.push({ at: end, kind: 'spans', agent, spans: this.#spans });
    this.#steps.push({ at: end, kind: 'counts', agent, since: start, counts: this.#counts() });
    return this.#steps.sort((a, b) => a.at - b.at);
  }

  /** The agent tells Task Master: a hook for the tool call, then the file changes. */
  #setStatus(at: number, taskId: string, status: string): void {
    const id = `toolu_${hexId(this.#random, 12)}`;
    const call = { tool_name: STATUS_TOOL, tool_use_id: id, tool_input: { id: taskId, status } };
    this.#hook(at, 'PreToolUse', call);
    this.#steps.push({ at: at + 40, kind: 'status', taskId, status });
    this.#hook(at + 80, 'PostToolUse', { ...call, tool_response: { success: true } });
  }

  /** One request to the model and the tool call it leads to. */
  #turn(at: number, length: number, last: boolean): void {
    const thinking = length * (0.35 + this.#random() * 0.2);
    this.#request(at, thinking);
    const tool = TOOLS[Math.floor(this.#random() * TOOLS.length)] as string;
    const fails = this.#work.fails && last;
    this.#toolCall(fails ? 'Bash' : tool, at + thinking + 20, length - thinking - 120, fails);
    if (tool === 'Edit' || tool === 'Write') {
      this.#lines += 5 + Math.floor(this.#random() * 60);
    }
  }

  #request(at: number, duration: number): void {
    const model = this.#random() < 0.3 ? 0 : 1;
    const tokens = [
      300 + Math.floor(this.#random() * 2500),
      200 + Math.floor(this.#random() * 1800),
      8000 + Math.floor(this.#random() * 40_000),
      Math.floor(this.#random() * 6000),
    ];
    const cost = tokens.reduce((sum, count, index) => sum + (count * (PRICES[model][index] as number)) / 1e6, 0);
    const requestId = `req_${hexId(this.#random, 20)}`;
    const [input = 0, output = 0, read = 0, creation = 0] = tokens;
    const usage: Attributes = {
      model: MODELS[model],
      input_tokens: input,
      output_tokens: output,
      cache_read_tokens: read,
      cache_creation_tokens: creation,
      duration_ms: Math.round(duration),
      request_id: requestId,
      query_source: 'repl_main_thread',
    };
    this.#log(at + duration, 'api_request', { ...usage, cost_usd: cost });
    this.#span('claude_code.llm_request', at, at + duration, { ...usage, success: true, attempt: 1 });
    this.#tokens = this.#tokens.map((sum, index) => sum + (tokens[index] as number));
    this.#cost += cost;
    if (this.#random() < 0.03) {
      this.#log(at + duration, 'api_error', {
        model: MODELS[model],
        error: 'Rate limited',
        status_code: 429,
        attempt: 3,
        duration_ms: 900,
      });
    }
  }

  #toolCall(tool: string, at: number, duration: number, fails: boolean): void {
    const id = `toolu_${hexId(this.#random, 12)}`;
    const asked = this.#random() < 0.08;
    const waited = asked ? Math.min(1500, duration / 3) : 0;
    const source = asked ? 'user_temporary' : 'config';
    const call = { tool_name: tool, tool_use_id: id, tool_input: {} };
    this.#hook(at, 'PreToolUse', call);
    this.#log(at + waited, 'tool_decision', { tool_name: tool, tool_use_id: id, decision: 'accept', source });
    const end = at + duration;
    this.#hook(end, fails ? 'PostToolUseFailure' : 'PostToolUse', {
      ...call,
      ...(fails ? { error: 'Exit code 1' } : { tool_response: {} }),
    });
    // Numbers of a tool result arrive as text, as they do from Claude Code.
    const result: Attributes = {
      tool_name: tool,
      tool_use_id: id,
      success: String(!fails),
      duration_ms: String(Math.round(duration - waited)),
    };
    this.#log(end, 'tool_result', {
      ...result,
      decision_source: source,
      ...(fails ? { error_type: 'ShellError' } : {}),
    });
    const span = this.#span('claude_code.tool', at, end, {
      tool_name: tool,
      tool_use_id: id,
      duration_ms: Math.round(duration),
    });
    if (asked) {
      this.#span(
        'claude_code.tool.blocked_on_user',
        at,
        at + waited,
        { duration_ms: Math.round(waited), decision: 'accept', source },
        span
      );
    }
    this.#span(
      'claude_code.tool.execution',
      at + waited,
      end,
      { tool_use_id: id, success: !fails, duration_ms: Math.round(duration - waited) },
      span,
      fails
    );
  }

  #span(
    name: string,
    start: number,
    end: number,
    attributes: Attributes,
    parentSpanId = this.#rootId,
    failed = false
  ): string {
    const spanId = hexId(this.#random, 16);
    this.#spans.push({ traceId: this.#traceId, spanId, parentSpanId, name, start, end, attributes, failed });
    return spanId;
  }

  #hook(at: number, event: string, fields: Record<string, unknown>): void {
    this.#steps.push({ at, kind: 'hook', agent: this.#work.agent, event, fields });
  }

  #log(at: number, name: string, attributes: Attributes): void {
    const event = { at, name, attributes };
    this.#logs.push(event);
    this.#steps.push({ at, kind: 'logs', agent: this.#work.agent, events: [event] });
  }

  #counts(): Count[] {
    const model = MODELS[1];
    const types = ['input', 'output', 'cacheRead', 'cacheCreation'];
    return [
      ...types.map((type, index) => ({
        name: 'token.usage',
        unit: 'tokens',
        value: this.#tokens[index] as number,
        attributes: { type, model },
      })),
      { name: 'cost.usage', unit: 'USD', value: this.#cost, attributes: { model } },
      { name: 'lines_of_code.count', value: this.#lines, attributes: { type: 'added' } },
      {
        name: 'active_time.total',
        unit: 's',
        value: (this.#work.end - this.#work.start) / 1000,
        attributes: { type: 'cli' },
      },
    ];
  }
}
