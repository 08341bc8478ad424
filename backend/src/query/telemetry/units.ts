/** UCUM units of OpenTelemetry by Grafana's ids; others are left out rather than guessed. */
const UNITS: Record<string, string> = {
  ms: 'ms',
  s: 's',
  seconds: 's',
  us: 'µs',
  ns: 'ns',
  By: 'bytes',
  bytes: 'bytes',
  '%': 'percent',
  percent: 'percent',
  '1': 'short',
  USD: 'currencyUSD',
  tokens: 'short',
  '{token}': 'short',
};

export const grafanaUnit = (unit: string | undefined) => (unit === undefined ? undefined : UNITS[unit]);
