import { type Rule } from '../types.ts';
import { HOST } from './host.ts';
import { QUALITY } from './quality.ts';
import { QUESTIONS } from './questions.ts';
import { SERVICE } from './service.ts';
import { WORK } from './work.ts';

/** Every rule, in the order of the files and documents. */
export const RULES: readonly Rule[] = [...QUESTIONS, ...WORK, ...QUALITY, ...SERVICE, ...HOST];

/** Name and evaluation interval of each group; Grafana evaluates in multiples of 10 s. */
export const GROUPS: Record<Rule['group'], { name: string; interval: `${number}s` }> = {
  questions: { name: 'Task-Master: questions', interval: '30s' },
  work: { name: 'Task-Master: work', interval: '30s' },
  quality: { name: 'Task-Master: quality', interval: '30s' },
  service: { name: 'Task-Master: service', interval: '20s' },
  host: { name: 'Task-Master: machine', interval: '60s' },
};
