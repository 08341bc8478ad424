/** What a measured command is counted for. */
export interface WrapSubject {
  project?: string;
  tag?: string;
  run?: string;
  taskId?: string;
  attempt?: number;
}

const ATTRIBUTES = {
  project: 'taskmaster.project',
  tag: 'taskmaster.tag',
  run: 'taskmaster.run.id',
  taskId: 'taskmaster.task.id',
  attempt: 'taskmaster.task.attempt',
} as const;

const VARIABLES = {
  project: 'TASKMASTER_PROJECT',
  tag: 'TASKMASTER_TAG',
  run: 'TASKMASTER_RUN_ID',
  taskId: 'TASKMASTER_TASK_ID',
  attempt: 'TASKMASTER_ATTEMPT',
} as const;

type Key = keyof typeof ATTRIBUTES;
const KEYS = Object.keys(ATTRIBUTES) as Key[];

/** `name=value,…` with percent-encoded values, as OpenTelemetry has it; what cannot be read is left out. */
export function readAttributes(text: string | undefined): Map<string, string> {
  const found = new Map<string, string>();
  for (const pair of (text ?? '').split(',')) {
    const at = pair.indexOf('=');
    if (at > 0) {
      try {
        found.set(pair.slice(0, at).trim(), decodeURIComponent(pair.slice(at + 1).trim()));
      } catch {
        // somebody's broken escape: theirs stays as it is for the child, we read nothing from it
      }
    }
  }
  return found;
}

/** Whom a command works for: what was named, else what `execute` set, else what the resource attributes say. */
export function subjectOf(named: WrapSubject, env: NodeJS.ProcessEnv): WrapSubject {
  const attributes = readAttributes(env.OTEL_RESOURCE_ATTRIBUTES);
  const subject: WrapSubject = {};
  for (const key of KEYS) {
    const value = named[key] ?? (env[VARIABLES[key]] || undefined) ?? attributes.get(ATTRIBUTES[key]);
    if (value === undefined || value === '') {
      continue;
    }
    if (key === 'attempt') {
      const number = Number(value);
      if (Number.isSafeInteger(number) && number > 0) {
        subject.attempt = number;
      }
    } else {
      subject[key] = String(value);
    }
  }
  return subject;
}

/** A subject by the names of resource attributes. */
export function attributesOf(subject: WrapSubject): Record<string, string> {
  return Object.fromEntries(
    KEYS.flatMap((key) => (subject[key] === undefined ? [] : [[ATTRIBUTES[key], String(subject[key])]]))
  );
}

/** `OTEL_RESOURCE_ATTRIBUTES` for the command: all that was there, and the subject. */
export function withSubject(before: string | undefined, subject: WrapSubject): string {
  const own = attributesOf(subject);
  const kept = (before ?? '')
    .split(',')
    .filter((pair) => pair.trim() !== '' && !(pair.slice(0, pair.indexOf('=')).trim() in own));
  return [...kept, ...Object.entries(own).map(([name, value]) => `${name}=${encodeURIComponent(value)}`)].join(',');
}
