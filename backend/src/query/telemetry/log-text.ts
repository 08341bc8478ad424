import { count, flag, num, text } from '../../ingest/claude-code/fields.ts';
import { type StoredLog } from '../../telemetry/types.ts';
import { costText, durationText } from '../format.ts';

type Line = Pick<StoredLog, 'body' | 'eventName' | 'attributes'>;
type Attributes = StoredLog['attributes'];

function after(attributes: Attributes): string {
  const ms = num(attributes, 'duration_ms');
  return ms === undefined ? '' : ` after ${durationText(ms)}`;
}

const because = (said: string | undefined) => (said === undefined ? '' : `: ${said}`);
const tokens = (attributes: Attributes, name: string) => count(attributes, name).toLocaleString('en-US');

const TELLERS: Record<string, (attributes: Attributes) => string> = {
  user_prompt: (it) => {
    const length = num(it, 'prompt_length');
    return length === undefined ? 'Prompt' : `Prompt of ${length.toLocaleString('en-US')} characters`;
  },
  api_request: (it) => {
    const cost = num(it, 'cost_usd');
    return `${text(it, 'model') ?? 'The model'} answered${after(it)}: ${tokens(it, 'input_tokens')} tokens in, ${tokens(it, 'output_tokens')} out${cost === undefined ? '' : `, ${costText(cost)}`}`;
  },
  api_error: (it) => {
    const status = num(it, 'status_code');
    return `${text(it, 'model') ?? 'The model'} failed${status === undefined ? '' : ` with status ${status}`}${after(it)}${because(text(it, 'error'))}`;
  },
  tool_result: (it) => {
    const failed = flag(it, 'success') === false;
    return `${text(it, 'tool_name') ?? 'A tool'} ${failed ? 'failed' : 'ended'}${after(it)}${failed ? because(text(it, 'error', 'error_type')) : ''}`;
  },
  tool_decision: (it) => {
    const source = text(it, 'source');
    return `${text(it, 'tool_name') ?? 'A tool'} ${it.decision === 'reject' ? 'rejected' : 'accepted'}${source === undefined ? '' : ` by ${source}`}`;
  },
};

/** What a line says. The body of Claude Code's events is only their name: then it is told from their attributes. */
export function lineText({ body, eventName, attributes }: Line): string {
  const name = (eventName ?? '').replace(/^claude_code\./, '');
  const teller = Object.hasOwn(TELLERS, name) ? TELLERS[name] : undefined;
  return teller && (body === name || body === `claude_code.${name}`) ? teller(attributes) : body;
}
