import { describe, expect, it } from 'vitest';
import { lineText } from './log-text.ts';

const told = (
  eventName: string,
  attributes: Record<string, string | number | boolean>,
  body = `claude_code.${eventName}`
) => lineText({ body, eventName, attributes });

describe('a line of the log', () => {
  it('tells the events whose body is their name, numbers sent as texts too', () => {
    expect(told('user_prompt', { prompt_length: '1234' })).toBe('Prompt of 1,234 characters');
    expect(
      told('api_request', {
        model: 'opus',
        duration_ms: 8120,
        input_tokens: 1203,
        output_tokens: '5',
        cost_usd: 0.0312,
      })
    ).toBe('opus answered after 8.1 s: 1,203 tokens in, 5 out, $0.03');
    expect(told('api_error', { model: 'opus', status_code: '429', error: 'Rate limited' })).toBe(
      'opus failed with status 429: Rate limited'
    );
    expect(told('tool_result', { tool_name: 'Bash', success: 'false', error_type: 'ShellError' })).toBe(
      'Bash failed: ShellError'
    );
    expect(told('tool_result', { tool_name: 'Edit', success: true, duration_ms: 12 })).toBe('Edit ended after 12 ms');
    expect(
      told('tool_decision', { tool_name: 'Edit', decision: 'reject', source: 'user_reject' }, 'tool_decision')
    ).toBe('Edit rejected by user_reject');
  });

  it('is its body otherwise', () => {
    expect(told('tool_result', { tool_name: 'Bash' }, 'tests failed')).toBe('tests failed');
    expect(told('toString', {}, 'claude_code.toString')).toBe('claude_code.toString');
    expect(lineText({ body: 'plain', attributes: {} })).toBe('plain');
  });
});
