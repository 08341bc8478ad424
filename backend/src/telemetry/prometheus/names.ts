/**
 * Names between OpenTelemetry and Prometheus. Collectors replace characters that Prometheus did not allow before 3.0 by
 * underscores and append the unit's word and `_total` (opentelemetry-collector-contrib pkg/translator/prometheus). From 3.0
 * on names may stay as they are, with those endings or without (`translation_strategy` in Prometheus' configuration).
 */

/** Words of units at the end of a name, by what OpenTelemetry calls the unit. */
const UNIT_OF_WORD: Record<string, string> = {
  seconds: 's',
  milliseconds: 'ms',
  microseconds: 'us',
  nanoseconds: 'ns',
  minutes: 'min',
  hours: 'h',
  days: 'd',
  bytes: 'By',
  kilobytes: 'kBy',
  megabytes: 'MBy',
  percent: '%',
  ratio: '1',
  celsius: 'Cel',
  hertz: 'Hz',
  tokens: 'tokens',
  USD: 'USD',
};

/** The word of a unit at the end of a name, with what may stand behind it, is told by these. */
const ENDING = `(_(?:${Object.keys(UNIT_OF_WORD).join('|')}))?(_total|_bucket|_count|_sum)?`;
const ENDING_PATTERN = new RegExp(`^${ENDING}$`);

export function metricToPrometheus(name: string): string {
  return name.replaceAll(/[^a-zA-Z0-9_:]+/g, '_').replace(/^(?=\d)/, '_');
}

export function labelToPrometheus(name: string): string {
  return name.replaceAll(/[^a-zA-Z0-9_]/g, '_').replace(/^(?=\d)/, '_');
}

/** Whether Prometheus before 3.0 takes it as a label's name as it is. */
export function isPlainLabel(name: string): boolean {
  return /^[a-zA-Z_][a-zA-Z0-9_]*$/.test(name);
}

/** A regular expression for every name that a metric may be stored under. */
export function namesPattern(metric: string): string {
  return spellings(metric)
    .map((name) => `${escapePattern(name)}${ENDING}`)
    .join('|');
}

/** The name with underscores first: it is what most servers have. */
const spellings = (metric: string) => [...new Set([metricToPrometheus(metric), metric])];

export function escapePattern(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
}

export interface StoredName {
  /** Without `_total`, `_bucket`, `_sum`, `_count`. */
  base: string;
  /** Of a series of it; of histograms that of their base. */
  name: string;
  /** `sum` and `count` alone are a summary. */
  form: 'plain' | 'total' | 'buckets' | 'summary';
  unit?: string;
}

/** The name a metric is most likely stored under, of those that are there; undefined where none is. */
export function chooseName(metric: string, stored: readonly string[]): StoredName | undefined {
  if (stored.includes(metric)) {
    const form = metric.endsWith('_total') ? 'total' : 'plain';
    return { base: metric.replace(/_total$/, ''), name: metric, form, ...unitOf(unitWord(metric)) };
  }
  for (const spelling of spellings(metric)) {
    const found = chooseEnding(spelling, stored);
    if (found) {
      return found;
    }
  }
  return undefined;
}

function chooseEnding(plain: string, stored: readonly string[]): StoredName | undefined {
  const found = new Map<string, Set<string>>();
  for (const name of stored) {
    const ending = name.startsWith(plain) ? ENDING_PATTERN.exec(name.slice(plain.length)) : undefined;
    if (ending) {
      const word = ending[1] ?? '';
      found.set(word, (found.get(word) ?? new Set()).add(ending[2] ?? ''));
    }
  }
  // Without a unit's word first: it is the name itself.
  const [word, endings] = [...found].sort(([a], [b]) => a.length - b.length || (a < b ? -1 : 1))[0] ?? [];
  if (word === undefined || !endings) {
    return undefined;
  }
  const base = plain + word;
  const unit = unitOf(word.slice(1) || unitWord(base));
  if (endings.has('_bucket')) {
    return { base, name: base, form: 'buckets', ...unit };
  }
  if (endings.has('_total')) {
    return { base, name: `${base}_total`, form: 'total', ...unit };
  }
  return endings.has('')
    ? { base, name: base, form: 'plain', ...unit }
    : { base, name: base, form: 'summary', ...unit };
}

function unitWord(name: string): string {
  return /_([a-zA-Z]+)(?:_total)?$/.exec(name)?.[1] ?? '';
}

function unitOf(word: string): { unit?: string } {
  const unit = Object.hasOwn(UNIT_OF_WORD, word) ? UNIT_OF_WORD[word] : undefined;
  return unit === undefined ? {} : { unit };
}
