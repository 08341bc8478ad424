import { type DynamicConfigValue, MappingType, type ValueMapping } from '@grafana/grafana-foundation-sdk/dashboard';
import { type Status, STATUS_STYLES } from '../../plugins/shared/status.ts';

/** A sign for each shape the panels draw, so that colour is never all there is. */
const SIGNS: Record<Status, string> = {
  failed: '✕',
  blocked: '▮',
  'in-progress': '▶',
  review: '◐',
  unknown: '?',
  pending: '○',
  deferred: '…',
  cancelled: '⁄',
  done: '✓',
};

/** Words other tables use for the same states. */
const SAME: Record<string, Status> = {
  completed: 'done',
  ok: 'done',
  closed: 'done',
  running: 'in-progress',
  open: 'in-progress',
  error: 'failed',
  broken: 'failed',
  missing: 'blocked',
};
const LABELS: Record<string, string> = {
  ok: 'OK',
  closed: 'Ended',
  running: 'Running',
  open: 'Open',
  error: 'Failed',
  broken: 'Unreadable',
  missing: 'No task file',
};

/**
 * Colours of the words themselves. Those of the panels' marks are too pale for text on white; these have a contrast of 4.5
 * or more in Grafana's light and dark theme. What has none keeps the colour of text: the sign says it.
 */
const WORDS: Partial<Record<Status, string>> = {
  failed: 'red',
  'in-progress': 'blue',
  review: 'purple',
  done: 'semi-dark-green',
};

/** Status words as the panels of this product show them: colour, sign and label. */
export const STATUS_MAPPINGS: ValueMapping[] = [
  {
    type: MappingType.ValueToText,
    options: Object.fromEntries(
      [...Object.keys(STATUS_STYLES).map((one) => [one, one as Status] as const), ...Object.entries(SAME)].map(
        ([word, status], index) => [
          word,
          {
            text: `${SIGNS[status]} ${LABELS[word] ?? STATUS_STYLES[status].label}`,
            color: WORDS[status] ?? 'text',
            index,
          },
        ]
      )
    ),
  },
];

export const colorOf = (status: Status) => STATUS_STYLES[status].color;

/** One colour for a thing wherever it is shown. */
export const COLORS: Record<string, string> = {
  'claude-opus-4-5': 'purple',
  'claude-sonnet-4-5': 'blue',
  'claude-haiku-4-5': 'super-light-blue',
};

export const fixed = (color: string): DynamicConfigValue => ({
  id: 'color',
  value: { mode: 'fixed', fixedColor: color },
});

/** Limits of a number, from its first colour on. */
export interface Limits {
  base: string;
  steps: ReadonlyArray<readonly [value: number, color: string]>;
}

export const LOW_IS_GOOD = (warn: number, bad: number): Limits => ({
  base: 'green',
  steps: [
    [warn, 'orange'],
    [bad, 'red'],
  ],
});
export const HIGH_IS_GOOD = (warn: number, good: number): Limits => ({
  base: 'red',
  steps: [
    [warn, 'orange'],
    [good, 'green'],
  ],
});
