import { drawRequest, type Model, MODELS, usageFields } from './models.ts';
import { type Attributes, type Count, type LogEvent, type SampleSpan } from './otlp-bodies.ts';
import { hexId } from './random.ts';
import { type Work } from './schedule.ts';
import { Tally } from './tally.ts';

/** One thing that happens in the sample, at an offset in ms from its start. */
export type Step = { at: number } & (
  | { kind: 'status'; taskId: string; status: string }
  | { kind: 'hook'; session: number; event: string; fields: Record<string, unknown> }
  | { kind: 'logs'; session: number; events: LogEvent[] }
  | { kind: 'spans'; session: number; spans: SampleSpan[] }
  | { kind: 'counts'; session: number; since: number; counts: Count[] }
);

const TOOLS = ['Read', 'Edit', 'Bash', 'Grep', 'Write'] as const;
const SUBAGENTS = ['Explore', 'test-runner', 'code-reviewer'] as const;
const STATUS_TOOL = 'mcp__task-master-ai__set_task_status';

/** Everything one piece of work makes happen: status changes, hooks, log events, spans and counts, in order of time. */
export function stepsOf(work: Work, random: () => number): Step[] {
  return new PieceOfWork(work, random).steps();
}

/** A sub-agent at work, and the span of the tool call that started it. */
interface SubAgent {
  id: string;
  span: string;
}

class PieceOfWork {
  readonly #work: Work;
  readonly #random: () => number;
  readonly #steps: Step[] = [];
  readonly #spans: SampleSpan[] = [];
  readonly #traceId: string;
  readonly #rootId: string;
  readonly #tally = new Tally();

  constructor(work: Work, random: () => number) {
    this.#work = work;
    this.#random = random;
    this.#traceId = hexId(random, 32);
    this.#rootId = hexId(random, 16);
  }

  steps(): Step[] {
    const { start, end, taskId, parentId, firstOfTask, lastOfTask, fails, session } = this.#work;
    if (parentId && firstOfTask) {
      this.#setStatus(start, parentId, 'in-progress');
    }
    this.#setStatus(start, taskId, 'in-progress');
    const turns = 2 + Math.floor(this.#random() * 3);
    const length = (end - start) / turns;
    for (let turn = 0; turn < turns; turn++) {
      const delegates = turn === 0 && this.#random() < 0.4;
      this.#turn(start + turn * length, length, turn === turns - 1, delegates);
    }
    this.#setStatus(end, taskId, fails ? 'pending' : 'done');
    if (parentId && lastOfTask) {
      this.#setStatus(end + 200, parentId, 'done');
    }
    if (!fails) {
      this.#tally.commit();
    }
    if (lastOfTask && this.#random() < 0.3) {
      this.#tally.pullRequest();
    }
    this.#spans.push({
      traceId: this.#traceId,
      spanId: this.#rootId,
      name: 'claude_code.interaction',
      start,
      end,
      attributes: { 'interaction.duration_ms': end - start, user_prompt_length: 240 },
    });
    this.#steps.push({ at: end, kind: 'spans', session, spans: this.#spans });
    this.#steps.push({ at: end, kind: 'counts', session, since: start, counts: this.#tally.counts(end - start) });
    return this.#steps.sort((a, b) => a.at - b.at);
  }

  /** The agent tells Task Master: a hook for the tool call, then the file changes. */
  #setStatus(at: number, taskId: string, status: string): void {
    const id = this.#callId();
    const call = { tool_name: STATUS_TOOL, tool_use_id: id, tool_input: { id: taskId, status } };
    this.#hook(at, 'PreToolUse', call);
    this.#steps.push({ at: at + 40, kind: 'status', taskId, status });
    this.#hook(at + 80, 'PostToolUse', { ...call, tool_response: { success: true } });
  }

  /** One request to the model and the tool call it leads to. */
  #turn(at: number, length: number, last: boolean, delegates: boolean): void {
    const thinking = length * (0.35 + this.#random() * 0.2);
    this.#request(at, thinking, MODELS[this.#random() < 0.3 ? 0 : 1]);
    const [toolAt, toolLength] = [at + thinking + 20, length - thinking - 120];
    if (delegates) {
      this.#delegate(toolAt, toolLength);
      return;
    }
    const tool = TOOLS[Math.floor(this.#random() * TOOLS.length)] as string;
    const fails = this.#work.fails && last;
    this.#toolCall(fails ? 'Bash' : tool, toolAt, toolLength, fails);
  }

  #request(at: number, duration: number, model: Model, within?: SubAgent): void {
    const request = drawRequest(model, this.#random);
    const usage: Attributes = {
      ...usageFields(request),
      duration_ms: Math.round(duration),
      request_id: `req_${hexId(this.#random, 20)}`,
      query_source: within ? 'agent:builtin' : 'repl_main_thread',
    };
    this.#log(at + duration, 'api_request', { ...usage, cost_usd: request.costUsd });
    this.#requestSpan(at, duration, usage, within);
    this.#tally.request(request, within ? 'subagent' : 'main');
    if (this.#random() < 0.03) {
      this.#log(at + duration, 'api_error', {
        model,
        error: 'Rate limited',
        status_code: 429,
        attempt: 3,
        duration_ms: 900,
      });
    }
  }

  #requestSpan(at: number, duration: number, usage: Attributes, within?: SubAgent): void {
    const own: Attributes = { ...usage, success: true, attempt: 1, ttft_ms: Math.round(duration / 4) };
    if (within) {
      this.#span('claude_code.llm_request', at, at + duration, { ...own, agent_id: within.id }, within.span);
    } else {
      this.#span('claude_code.llm_request', at, at + duration, own);
    }
  }

  /** The Agent tool: another agent with a context of its own looks, runs tests or reviews, with a small model. */
  #delegate(at: number, duration: number): void {
    const [id, call] = [`a${hexId(this.#random, 16)}`, this.#callId()];
    const type = SUBAGENTS[Math.floor(this.#random() * SUBAGENTS.length)] as string;
    const end = at + duration;
    const tool = { tool_name: 'Agent', tool_use_id: call, tool_input: {} };
    const agent = { agent_id: id, agent_type: type };
    this.#hook(at, 'PreToolUse', tool);
    this.#log(at, 'tool_decision', { tool_name: 'Agent', tool_use_id: call, decision: 'accept', source: 'config' });
    this.#hook(at + 30, 'SubagentStart', agent);
    const span = this.#span('claude_code.tool', at, end, {
      tool_name: 'Agent',
      tool_use_id: call,
      subagent_type: type,
      duration_ms: Math.round(duration),
    });
    const run = { tool_use_id: call, success: true, duration_ms: Math.round(duration) };
    this.#span('claude_code.tool.execution', at, end, run, span);
    this.#request(at + 60, (duration - 90) / 2, 'claude-haiku-4-5', { id, span });
    this.#request(at + 60 + (duration - 90) / 2, (duration - 90) / 2, 'claude-haiku-4-5', { id, span });
    this.#hook(end - 20, 'SubagentStop', agent);
    this.#hook(end, 'PostToolUse', { ...tool, tool_response: {} });
    this.#log(end, 'tool_result', {
      tool_name: 'Agent',
      tool_use_id: call,
      success: 'true',
      duration_ms: String(Math.round(duration)),
      decision_source: 'config',
    });
    this.#log(end, 'subagent_completed', {
      agent_type: type,
      'agent.source': type === 'Explore' ? 'built-in' : 'project',
      is_built_in: type === 'Explore',
      is_async: false,
      duration_ms: Math.round(duration),
      total_tool_uses: 0,
      model: 'claude-haiku-4-5',
    });
  }

  #toolCall(tool: string, at: number, duration: number, fails: boolean): void {
    const id = this.#callId();
    const asked = this.#random() < 0.1;
    const rejected = asked && !fails && this.#random() < 0.35;
    const waited = asked ? Math.min(1500, duration / 3) : 0;
    const decision = rejected ? 'reject' : 'accept';
    const source = rejected ? 'user_reject' : asked ? 'user_temporary' : 'config';
    const call = { tool_name: tool, tool_use_id: id, tool_input: {} };
    this.#hook(at, 'PreToolUse', call);
    if (asked) {
      this.#hook(at + 10, 'PermissionRequest', call);
      this.#tally.waited(waited);
    }
    this.#log(at + waited, 'tool_decision', { tool_name: tool, tool_use_id: id, decision, source });
    if (tool === 'Edit' || tool === 'Write') {
      this.#tally.editDecided(tool, decision, source);
    }
    const end = rejected ? at + waited : at + duration;
    const span = this.#span('claude_code.tool', at, end, {
      tool_name: tool,
      tool_use_id: id,
      duration_ms: Math.round(end - at),
    });
    if (asked) {
      const wait = { duration_ms: Math.round(waited), decision, source };
      this.#span('claude_code.tool.blocked_on_user', at, at + waited, wait, span);
    }
    if (!rejected) {
      this.#toolRan(call, at + waited, end, { fails, source, span });
    }
  }

  #toolRan(
    call: { tool_name: string; tool_use_id: string },
    from: number,
    end: number,
    { fails, source, span }: { fails: boolean; source: string; span: string }
  ): void {
    const { tool_name, tool_use_id } = call;
    const duration = Math.round(end - from);
    this.#hook(end, fails ? 'PostToolUseFailure' : 'PostToolUse', {
      ...call,
      ...(fails ? { error: 'Exit code 1' } : { tool_response: {} }),
    });
    // Numbers of a tool result arrive as text, as they do from Claude Code.
    const result: Attributes = { tool_name, tool_use_id, success: String(!fails), duration_ms: String(duration) };
    this.#log(end, 'tool_result', {
      ...result,
      decision_source: source,
      ...(fails ? { error_type: 'ShellError' } : {}),
    });
    const run = { tool_use_id, success: !fails, duration_ms: duration };
    this.#span('claude_code.tool.execution', from, end, run, span, fails);
    if ((tool_name === 'Edit' || tool_name === 'Write') && !fails) {
      this.#tally.lines(5 + Math.floor(this.#random() * 60), Math.floor(this.#random() * 15));
    }
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

  #callId(): string {
    return `toolu_${hexId(this.#random, 12)}`;
  }

  #hook(at: number, event: string, fields: Record<string, unknown>): void {
    this.#steps.push({ at, kind: 'hook', session: this.#work.session, event, fields });
  }

  #log(at: number, name: string, attributes: Attributes): void {
    this.#steps.push({ at, kind: 'logs', session: this.#work.session, events: [{ at, name, attributes }] });
  }
}
