import { MappingType, type ValueMapping } from '@grafana/grafana-foundation-sdk/dashboard';

const range = (from: number, to: number, text: string, color: string, index: number): ValueMapping => ({
  type: MappingType.RangeToText,
  options: { from, to, result: { text, color, index } },
});

/** The service's health as it measures it: 1 healthy, 0.5 degraded, 0 down. */
export const HEALTH: ValueMapping[] = [
  range(0, 0.25, '✕ Down', 'red', 0),
  range(0.25, 0.75, '◐ Degraded', 'orange', 1),
  range(0.75, 1, '✓ OK', 'green', 2),
];
