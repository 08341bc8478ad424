import { RE2JS } from 're2js';
import { type Failure, type FailureRule } from '../state/types.ts';
import { BUILT_IN_RULES } from './rules.ts';
import { retryAfterOf } from './retry-after.ts';

/** What is known of an attempt that did not succeed. */
export interface AttemptEnd {
  exitCode?: number;
  signal?: string;
  /** Exit code of the verification, where the work itself succeeded. */
  verifyCode?: number;
  /** The end of its output. */
  output: string;
  /** Which of our own limits ended it. */
  timedOut?: 'soft' | 'hard';
  /** The kernel killed processes for want of memory while it ran. */
  outOfMemory?: boolean;
}

const MOST_TEXT = 4_000;
/** How much of the output's end is looked at: what went wrong is said last. */
const LOOKED_AT = 16_384;

/**
 * What kind of failure an attempt's end is, and so what is done about it. Our own limits and the kernel come first, then the
 * user's rules, then the built-in ones; what none of them knows is `unknown`.
 * @param now epoch ms, for pauses given as a date
 */
export function classifyFailure(end: AttemptEnd, rules: readonly FailureRule[], now: number): Failure {
  const facts = {
    ...(end.exitCode === undefined ? {} : { exitCode: end.exitCode }),
    ...(end.signal === undefined ? {} : { signal: end.signal }),
  };
  if (end.timedOut) {
    const text = end.timedOut === 'hard' ? 'It ran longer than allowed and was killed' : 'It ran longer than allowed';
    return { class: 'transient', kind: 'timeout', text: `${text}.`, ...facts };
  }
  const killed = end.signal === 'SIGKILL' || end.exitCode === 137;
  if (end.outOfMemory && killed) {
    return { class: 'transient', kind: 'memory', text: 'The system killed it for want of memory.', ...facts };
  }
  const tail = end.output.slice(-LOOKED_AT);
  const rule = rules.find((one) => applies(one, end, tail)) ?? undefined;
  if (!rule && end.verifyCode !== undefined) {
    const text = `The work ended well, but its verification did not (exit code ${end.verifyCode})${saying(tail)}`;
    return { class: 'permanent', kind: 'verification', text, exitCode: end.verifyCode };
  }
  const known = rule ?? BUILT_IN_RULES.find((one) => applies(one, end, tail));
  if (known) {
    const retryAfterMs = known.retryAfterMs ?? (known.class === 'transient' ? retryAfterOf(tail, now) : undefined);
    return {
      class: known.class,
      kind: known.kind ?? 'rule',
      text: `${known.text ?? 'A rule of yours matched'}${saying(tail)}`,
      ...facts,
      ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
    };
  }
  if (end.signal !== undefined || killed) {
    const text = `It was ended by ${end.signal ?? 'SIGKILL'}${saying(tail)}`;
    return { class: 'transient', kind: 'signal', text, ...facts };
  }
  return {
    class: 'unknown',
    kind: 'exit',
    text: `It ended with exit code ${end.exitCode ?? '?'}${saying(tail)}`,
    ...facts,
  };
}

const compiled = new Map<string, RE2JS>();

function applies(rule: FailureRule, end: AttemptEnd, tail: string): boolean {
  if (rule.exitCode !== undefined && rule.exitCode !== end.exitCode && rule.exitCode !== end.verifyCode) {
    return false;
  }
  if (rule.match === undefined) {
    return rule.exitCode !== undefined;
  }
  let pattern = compiled.get(rule.match);
  if (!pattern) {
    pattern = RE2JS.compile(rule.match); // linear time, whatever the output and whoever wrote the rule
    compiled.set(rule.match, pattern);
  }
  return pattern.matcher(tail).find();
}

/** The last line that says something. */
function saying(output: string): string {
  const line = output
    .split(/[\r\n]+/)
    .map((one) => one.trim())
    .filter((one) => one !== '')
    .at(-1);
  return line === undefined ? '.' : `: ${line.slice(0, Math.min(300, MOST_TEXT))}`;
}
