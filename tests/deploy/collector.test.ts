import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { knownKey } from '../../backend/src/ingest/redact/keys.ts';
import { SCOPE } from '../../backend/src/export/otlp.ts';

const text = readFileSync(resolve(import.meta.dirname, '../../deploy/otel-collector.yaml'), 'utf8');
interface Pipeline {
  processors: string[];
  exporters: string[];
}
type Statements = Array<{ context: string; statements: string[] }>;
const config = parse(text, { merge: true }) as {
  processors: Record<string, Record<string, Statements> & { blocked_values?: string[] }>;
  exporters: Record<string, unknown>;
  service: { pipelines: Record<string, Pipeline> };
};

/** The pattern of names a processor deletes. */
function pattern(processor: string): RegExp {
  const [statement = ''] = config.processors[processor]?.['log_statements']?.at(-1)?.statements ?? [];
  const [, quoted = ''] = /^delete_matching_keys\(attributes, (".*")\)$/.exec(statement) ?? [];
  return new RegExp(JSON.parse(quoted) as string);
}

/** Names of attributes, as agents and libraries give them. */
const CONTENTS = [
  ...['prompt', 'response', 'user_prompt', 'body', 'body_ref', 'tool_output', 'tool_response', 'new_context'],
  ...['system_prompt', 'last_assistant_message', 'input.value', 'output.value', 'llm.prompts', 'llm.completions'],
  ...['exception.stacktrace', 'gen_ai.input.messages', 'gen_ai.output.messages', 'gen_ai.system_instructions'],
  ...['gen_ai.tool.definitions', 'gen_ai.tool.call.arguments', 'gen_ai.tool.call.result', 'gen_ai.event.content'],
  ...['gen_ai.evaluation.explanation', 'gen_ai.prompt', 'gen_ai.prompt.0.content', 'gen_ai.completion.0.content'],
  ...['llm.input_messages.0.message.content', 'llm.output_messages.0.x', 'gen_ai.retrieval.documents.0'],
];
const COMMANDS = ['tool_input', 'tool_parameters', 'full_command', 'bash_command'];
const PEOPLE = [
  'user.id',
  'user.email',
  'user_email',
  'user.account_uuid',
  'user_account_id',
  'organization.id',
  'enduser.id',
];
const KEPT = [
  ...[
    'prompt_length',
    'prompt.id',
    'model',
    'session.id',
    'gen_ai.prompt.name',
    'gen_ai.prompt_tokens',
    'user_prompt_length',
  ],
  ...[
    'gen_ai.completion_tokens',
    'tool_name',
    'tool_use_id',
    'response_length',
    'event.name',
    'token.type',
    'body_length',
  ],
  ...['organization', 'file_path', 'input_tokens', 'taskmaster.task.id', 'gen_ai.agent.name'],
];

describe('deploy/otel-collector.yaml', () => {
  it('drops what the service would drop', () => {
    for (const name of CONTENTS) {
      expect([name, knownKey(name).rule, pattern('transform/contents').test(name)]).toEqual([name, 'content', true]);
    }
    for (const name of COMMANDS) {
      expect([name, knownKey(name).rule, pattern('transform/commands').test(name)]).toEqual([name, 'content', true]);
    }
    for (const name of PEOPLE) {
      expect([name, pattern('transform/people').test(name)]).toEqual([name, true]);
      expect(['drop', 'user']).toContain(knownKey(name).rule);
    }
  });

  it.each(['transform/contents', 'transform/commands', 'transform/people'])('%s leaves the rest', (processor) => {
    KEPT.forEach((name) => expect([name, pattern(processor).test(name)]).toEqual([name, false]));
  });

  it('knows no more than that: a name the service learns to drop has to come here, too', () => {
    const source = readFileSync(resolve(import.meta.dirname, '../../backend/src/ingest/redact/keys.ts'), 'utf8');
    const list = /const CONTENT = new Set\(\[([\s\S]+?)\]\)/.exec(source)?.[1] ?? '';
    const names = [...list.matchAll(/'([^']+)'/g)].map(([, name]) => name!);
    expect(names.length).toBeGreaterThan(20);
    for (const name of names) {
      expect([name, pattern('transform/contents').test(name) || pattern('transform/commands').test(name)]).toEqual([
        name,
        true,
      ]);
    }
  });

  it('limits memory first and batches last, in every pipeline', () => {
    for (const [name, { processors }] of Object.entries(config.service.pipelines)) {
      expect([name, processors[0]]).toEqual([name, 'memory_limiter']);
      expect([name, processors.at(-1)?.startsWith('batch')]).toEqual([name, true]);
    }
  });

  it('redacts on every way to a server, and totals only what goes to Prometheus', () => {
    for (const [name, { processors, exporters }] of Object.entries(config.service.pipelines)) {
      const live = exporters[0] === 'otlphttp/service';
      expect([name, processors.includes('deltatocumulative')]).toEqual([name, name === 'metrics']);
      if (!name.startsWith('metrics')) {
        expect([name, processors.includes('transform/contents')]).toEqual([name, true]);
        expect([name, processors.includes('redaction')]).toEqual([name, !live]);
      }
      expect([name, processors.includes('transform/people')]).toEqual([name, !live]);
    }
  });

  it('keeps what the service sends of itself from coming back to it', () => {
    const own = config.processors['filter/own'];
    expect(JSON.stringify(own).match(new RegExp(`instrumentation_scope.name == \\\\"${SCOPE}\\\\"`, 'g'))).toHaveLength(
      3
    );
    for (const [name, { processors, exporters }] of Object.entries(config.service.pipelines)) {
      expect([name, processors.includes('filter/own')]).toEqual([name, exporters.includes('otlphttp/service')]);
    }
  });

  it('masks secrets as the service knows them', () => {
    const blocked = (config.processors['redaction']?.blocked_values ?? []).map((one) => new RegExp(one));
    const secrets = [
      'sk-ant-api03-AbCdEfGhIjKlMnOpQrStUvWx',
      'ghp_1234567890abcdefghijABCDEFGHIJ123456',
      'glpat-abcdefghij1234567890',
      'AKIAIOSFODNN7EXAMPLE',
      'xoxb-123456789012-abcdefghij',
      'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.c2lnbmF0dXJl',
    ];
    secrets.forEach((secret) => expect([secret, blocked.some((one) => one.test(secret))]).toEqual([secret, true]));
    expect(blocked.some((one) => one.test('task-master set-status --id=5 --status=done'))).toBe(false);
  });
});
