export interface LogRow {
  timestamp: number;
  body: string;
  severity: string;
  id: string;
  labels: Record<string, string> | null;
  session: string | null;
  traceId: string | null;
}

/** Labels that say what a line is about, in the order they are read; everything else waits behind the line. */
const TELLING = [
  'tool_name',
  'model',
  'success',
  'duration_ms',
  'cost_usd',
  'error',
  'status_code',
  'decision',
  'source',
];
/** Of every line the same: where it comes from. */
const COMMON =
  /^(service\.|os\.|host\.|session\.id$|event\.(name|timestamp|sequence)$|user\.|organization\.|terminal\.)/;

/** What a line says in a few words, beside its body. */
export function gistOf({ labels }: Pick<LogRow, 'labels'>): string {
  return TELLING.filter((name) => labels?.[name] !== undefined)
    .map((name) => {
      const value = labels![name]!;
      switch (name) {
        case 'duration_ms':
          return `${value} ms`;
        case 'cost_usd':
          return `$${Number(value).toFixed(4)}`;
        case 'success':
          return value === 'true' ? 'ok' : 'failed';
        default:
          return value;
      }
    })
    .join(' · ');
}

/** All labels of a line, those that differ from line to line first. */
export function labelsOf({ labels }: Pick<LogRow, 'labels'>): Array<[string, string]> {
  const all = Object.entries(labels ?? {});
  const rank = ([name]: [string, string]) => Number(COMMON.test(name));
  return all.sort((a, b) => rank(a) - rank(b) || (a[0] < b[0] ? -1 : 1)).map(([name, value]) => [name, String(value)]);
}
