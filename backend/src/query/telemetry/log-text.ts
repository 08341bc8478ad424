import { type StoredLog } from '../../telemetry/types.ts';
import { costText, durationText } from '../format.ts';

type Line = Pick<StoredLog, 'body' | 'eventName' | 'attributes'>;
type Attributes = StoredLog['attributes'];

const text = (value: unknown) => (typeof value === 'string' && value !== '' ? value : undefined);

/** Exporters send numbers as numbers or as texts. */
function number(value: unknown): number | undefined {
  const read = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof read === 'number' && Number.isFinite(read) ? read : undefined;
}

const after = (value: unknown) => (number(value) === undefined ? '' : ` after ${durationText(number(value)!)}`);
const because = (value: unknown) => (text(value) === undefined ? '' : `: ${text(value)}`);
const count = (value: unknown) => (number(value) ?? 0).toLocaleString('en-US');

const TELLERS: Record<string, (attributes: Attributes) => string> = {
  user_prompt: ({ prompt_length: length }) =>
    number(length) === undefined ? 'Prompt' : `Prompt of ${count(length)} characters`,
  api_request: (it) => {
    const cost = number(it.cost_usd);
    return `${text(it.model) ?? 'The model'} answered${after(it.duration_ms)}: ${count(it.input_tokens)} tokens in, ${count(it.output_tokens)} out${cost === undefined ? '' : `, ${costText(cost)}`}`;
  },
  api_error: (it) => {
    const status = number(it.status_code);
    return `${text(it.model) ?? 'The model'} failed${status === undefined ? '' : ` with status ${status}`}${after(it.duration_ms)}${because(it.error)}`;
  },
  tool_result: (it) => {
    const failed = it.success === false || it.success === 'false';
    return `${text(it.tool_name) ?? 'A tool'} ${failed ? 'failed' : 'ended'}${after(it.duration_ms)}${failed ? because(it.error ?? it.error_type) : ''}`;
  },
  tool_decision: (it) =>
    `${text(it.tool_name) ?? 'A tool'} ${it.decision === 'reject' ? 'rejected' : 'accepted'}${text(it.source) === undefined ? '' : ` by ${text(it.source)}`}`,
};

/** What a line says. The body of Claude Code's events is only their name: then it is told from their attributes. */
export function lineText({ body, eventName, attributes }: Line): string {
  const name = (eventName ?? '').replace(/^claude_code\./, '');
  const teller = Object.hasOwn(TELLERS, name) ? TELLERS[name] : undefined;
  return teller && (body === name || body === `claude_code.${name}`) ? teller(attributes) : body;
}
