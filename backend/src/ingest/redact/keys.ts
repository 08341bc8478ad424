/** What becomes of a value because of the name it stands under. */
export type KeyRule = 'keep' | 'drop' | 'content' | 'secret' | 'user';

/** Who a person is: never stored. */
const PERSONAL = new Set([
  'user.email',
  'user.name',
  'user.full_name',
  'user.account_uuid',
  'user.account_id',
  'user_email',
  'user_account_uuid',
  'user_account_id',
  'organization.id',
  'organization_id',
  'enduser.id',
  'enduser.name',
  'client.address',
]);

/** Kept only as a hash, and only where configured. */
const USER = new Set(['user.id', 'user_id']);

/** What people and models wrote and what tools were given and gave: dropped unless contents are captured. */
const CONTENT = new Set([
  'prompt',
  'response',
  'user_prompt',
  'body',
  'body_ref',
  'tool_input',
  'tool_output',
  'tool_parameters',
  'tool_response',
  'full_command',
  'bash_command',
  'new_context',
  'system_prompt',
  'last_assistant_message',
  'input.value',
  'output.value',
  'llm.prompts',
  'llm.completions',
  'exception.stacktrace',
  'gen_ai.input.messages',
  'gen_ai.output.messages',
  'gen_ai.system_instructions',
  'gen_ai.tool.definitions',
  'gen_ai.tool.call.arguments',
  'gen_ai.tool.call.result',
  'gen_ai.evaluation.explanation',
  'gen_ai.event.content',
]);
const CONTENT_PREFIXES = [
  'gen_ai.prompt',
  'gen_ai.completion',
  'llm.input_messages',
  'llm.output_messages',
  'gen_ai.retrieval.documents',
];
/** Begins like a content but is a name or a number. */
const NO_CONTENT = new Set([
  'gen_ai.prompt.name',
  'gen_ai.prompt.version',
  'gen_ai.prompt_tokens',
  'gen_ai.completion_tokens',
]);

const SECRET_NAME =
  /passw(or)?d|passphrase|secret|api[-_.]?key|access[-_.]?key|private[-_.]?key|credential|authorization|cookie|(^|[-_.])(auth|access|refresh|bearer|session|id)?[-_.]?token$/i;

/** An attribute name and its rule. `name` is one string for all records: as a property name it is found without hashing it anew. */
export interface KnownKey {
  name: string;
  rule: KeyRule;
}

const MOST_KEYS = 5000;
const known = new Map<string, KnownKey>();

/** The rule for an attribute name; answers are cached, since names repeat without end (and are few, or the cache starts anew). */
export function knownKey(name: string): KnownKey {
  let key = known.get(name);
  if (key === undefined) {
    const own = Object.keys({ [name]: 0 })[0] ?? name; // a string of its own, not a piece of the body it was read from
    key = { name: own, rule: decide(own) };
    if (known.size >= MOST_KEYS) {
      known.clear();
    }
    known.set(key.name, key);
  }
  return key;
}

function decide(key: string): KeyRule {
  if (USER.has(key)) {
    return 'user';
  }
  if (PERSONAL.has(key)) {
    return 'drop';
  }
  if (CONTENT.has(key) || (CONTENT_PREFIXES.some((prefix) => key.startsWith(prefix)) && !NO_CONTENT.has(key))) {
    return 'content';
  }
  return SECRET_NAME.test(key) ? 'secret' : 'keep';
}
