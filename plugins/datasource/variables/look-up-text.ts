/** `runs($project)`, `label_values(metric, label)`: a look-up as dashboard variables write it, read without running it. */

export const LOOK_UP_FUNCTIONS = {
  projects: [],
  tags: ['project'],
  runs: ['project'],
  tasks: ['run'],
  sessions: ['project'],
  agents: ['project'],
  event_types: ['project'],
  statuses: [],
  metrics: [],
  labels: ['metric'],
  label_values: ['metric', 'label'],
  services: [],
  operations: ['service'],
} as const satisfies Record<string, readonly string[]>;

export type LookUpFunction = keyof typeof LOOK_UP_FUNCTIONS;

/** Every parameter that can be named: `tasks(project=$project, tag=$tag)`. */
const PARAMETERS = ['project', 'tag', 'run', 'metric', 'label', 'service'] as const;
export type Parameter = (typeof PARAMETERS)[number];

export interface LookUp {
  name: LookUpFunction;
  parameters: Partial<Record<Parameter, string>>;
}

const CALL = /^\s*([a-z_]+)\s*\((.*)\)\s*$/s;
/** One argument: in quotes, with `\"` for a quote inside, or bare up to the next comma outside of `{…}`. */
const ARGUMENT = /\s*(?:(\w+)\s*=\s*)?(?:"((?:[^"\\]|\\.)*)"|((?:\$\{[^}]*\}|\[\[[^\]]*\]\]|[^,"])*))\s*(?:,|$)/gy;

const isFunction = (text: string): text is LookUpFunction => Object.hasOwn(LOOK_UP_FUNCTIONS, text);
const isParameter = (text: string): text is Parameter => (PARAMETERS as readonly string[]).includes(text);

/** How each look-up is written, for messages and help. */
export function signatures(): string[] {
  return Object.entries(LOOK_UP_FUNCTIONS).map(([name, parameters]) => `${name}(${parameters.join(', ')})`);
}

function readArguments(text: string): Array<{ name?: string; value: string }> | undefined {
  if (text.trim() === '') {
    return [];
  }
  const found: Array<{ name?: string; value: string }> = [];
  let end = 0;
  for (const [whole, name, quoted, bare] of text.matchAll(ARGUMENT)) {
    if (whole === '' && end === text.length && !text.trimEnd().endsWith(',')) {
      break;
    }
    end += whole.length;
    const value = quoted === undefined ? (bare ?? '').trim() : quoted.replaceAll(/\\(.)/g, '$1');
    found.push({ name, value });
  }
  return end >= text.length ? found : undefined;
}

/** A look-up read from its text, or a sentence saying what is wrong with it. */
export function parseLookUp(text: string): LookUp | { problem: string } {
  const [, name = '', inside = ''] = CALL.exec(text) ?? [];
  if (!isFunction(name)) {
    return { problem: `"${text.trim()}" is no look-up. Known are ${signatures().join(', ')}.` };
  }
  const given = readArguments(inside);
  if (given === undefined) {
    return {
      problem: `The values in ${text.trim()} cannot be read. Write them with commas between, in quotes where needed.`,
    };
  }
  const positions: readonly Parameter[] = LOOK_UP_FUNCTIONS[name];
  const [only] = given;
  if (name === 'label_values' && given.length === 1 && only?.name === undefined) {
    return { name, parameters: { label: only!.value } }; // label_values(label), as for Prometheus
  }
  const parameters: LookUp['parameters'] = {};
  for (const [place, { name: named, value }] of given.entries()) {
    const parameter = named ?? positions[place];
    if (parameter === undefined || !isParameter(parameter)) {
      const takes = positions.length > 0 ? `${name}(${positions.join(', ')})` : `${name}() without values`;
      return { problem: `${text.trim()}: "${named ?? value}" is not understood. Write ${takes}.` };
    }
    if (value !== '') {
      parameters[parameter] = value;
    }
  }
  return { name, parameters };
}

const quote = (value: string) =>
  /^[^,"=()\s]*$/.test(value) ? value : `"${value.replaceAll(/["\\]/g, String.raw`\$&`)}"`;

/** The text of a look-up; `parseLookUp` reads it back. */
export function writeLookUp({ name, parameters }: LookUp): string {
  const positions: readonly Parameter[] = LOOK_UP_FUNCTIONS[name];
  const given = PARAMETERS.filter((parameter) => parameters[parameter]);
  if (name === 'label_values' && given.length === 1 && given[0] === 'label') {
    return `label_values(${quote(parameters.label!)})`;
  }
  // Values stand in their places while these are filled without a gap, and are named otherwise.
  const inPlace = positions.slice(0, given.length);
  const plain = given.length <= positions.length && inPlace.every((parameter) => parameters[parameter]);
  const list = plain ? inPlace : given;
  return `${name}(${list.map((one) => (plain ? '' : `${one}=`) + quote(parameters[one]!)).join(', ')})`;
}
