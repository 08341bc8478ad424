import type { DataTransformerConfig, DynamicConfigValue } from '@grafana/grafana-foundation-sdk/dashboard';
import { COLORS, fixed } from './looks.ts';
import { type Override } from './panel.ts';

export const set = (id: string, value: unknown): DynamicConfigValue => ({ id, value: value as object });

/** Another name for a field, or for all answers to one question. */
export const named = (field: string, name: string, ...more: DynamicConfigValue[]): Override => ({
  field,
  properties: [set('displayName', name), ...more],
});

/** Who decided on an edit, in words instead of Claude Code's own. */
export const DECIDER_NAMES: Override[] = [
  named('config', 'Settings'),
  named('hook', 'A hook'),
  named('user_permanent', 'For good'),
  named('user_temporary', 'This once'),
  named('user_abort', 'Stopped'),
  named('user_reject', 'Refused'),
];

/** Why a session ended, the same way. */
export const END_NAMES: Override[] = [
  named('prompt_input_exit', 'Left'),
  named('clear', 'Cleared'),
  named('logout', 'Logged out'),
  named('other', 'Other'),
];

/** What tokens were, the same way. */
export const TOKEN_NAMES: Override[] = [
  named('input', 'In'),
  named('output', 'Out'),
  named('cacheRead', 'From cache'),
  named('cacheCreation', 'Into cache'),
];

/** The same colour for a model in every picture. */
export const modelColors = (): Override[] =>
  Object.entries(COLORS).map(([model, color]) => ({ field: model, properties: [fixed(color)] }));

/**
 * From counts told apart by a label to the share one value of it has, as one number. Works where that value is the only
 * one, and has no answer where it was never counted.
 */
export const shareOf = (part: string, label: string): DataTransformerConfig[] => [
  { id: 'labelsToFields', options: { mode: 'columns', valueLabel: label } },
  { id: 'concatenate', options: { frameNameMode: 'drop' } },
  { id: 'calculateField', options: { mode: 'reduceRow', alias: 'all', reduce: { reducer: 'sum' } } },
  {
    id: 'calculateField',
    options: {
      mode: 'binary',
      alias: 'share',
      binary: { left: part, operator: '/', right: 'all' },
      replaceFields: true,
    },
  },
];

/** Only these numbers of a row: what the others are does not make the bars shorter. */
export const onlyFields = (...names: string[]): DataTransformerConfig[] => [
  { id: 'filterFieldsByName', options: { include: { names } } },
];

/** One number divided by another of the same row. */
export const perPiece = (amount: string, pieces: string): DataTransformerConfig[] => [
  { id: 'filterFieldsByName', options: { include: { names: [amount, pieces] } } },
  {
    id: 'calculateField',
    options: {
      mode: 'binary',
      alias: 'each',
      binary: { left: amount, operator: '/', right: pieces },
      replaceFields: true,
    },
  },
];
