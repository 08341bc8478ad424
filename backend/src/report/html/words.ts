import { formatDuration } from '../../config/duration.ts';

export const duration = (ms: number): string => formatDuration(Math.max(0, ms));
export const money = (usd: number): string => (usd > 0 ? `${usd.toFixed(2)} US$` : '–');
/** `2026-11-21 14:23:46 UTC`: a report is read anywhere, later. */
export const instant = (at: number | null): string =>
  at === null ? '–' : `${new Date(at).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
export const clock = (at: number): string => new Date(at).toISOString().slice(11, 19);

const OUTCOMES: Record<string, string> = {
  done: 'done',
  failed: 'failed',
  skipped: 'set aside',
  overridden: 'decided by hand',
  running: 'running',
  retry: 'waits to be tried again',
  waiting: 'not begun',
};

/** An outcome in words; `file:done` is a task the run had nothing to do with. */
export const outcomeText = (outcome: string): string => OUTCOMES[outcome] ?? outcome.replace(/^file:/, '');

export const cut = (text: string, most: number): string =>
  [...text].length > most ? `${[...text].slice(0, most - 1).join('')}…` : text;
