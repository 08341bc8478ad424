import { above, is, oneOf, whileWorking } from '../conditions.ts';
import { type Condition, type Rule } from '../types.ts';

/** Mean of two minutes of a resource, as a series, so that the rule's page draws it. */
const used = (resources: readonly string[], percent: number): Condition => ({
  ...above(
    {
      metric: 'resource_utilization_percentage',
      aggregation: 'avg',
      by: ['resource_type'],
      filters: [resources.length === 1 ? is('resource_type', resources[0]!) : oneOf('resource_type', resources)],
      window: '2m',
    },
    percent
  ),
  reduce: 'mean',
});

const working = (resources: readonly string[], percent: number): Condition => {
  const condition = whileWorking(used(resources, percent));
  return { ...condition, math: '$R * ($W > 0)' };
};

/** The machine the service and its agents run on. Only while somebody works, except the disk: what is lost then is lost. */
export const HOST: readonly Rule[] = [
  {
    id: 'cpu-exhausted',
    title: 'CPU is exhausted',
    group: 'host',
    severity: 'critical',
    condition: working(['cpu'], 90),
    for: '5m',
    cooldown: '2h',
    source: 'Specification 001 `resource_exhaustion`: CPU above 90 % for 5 minutes.',
    summary: 'The machine’s CPU is {value:percent} used',
    since: 'For at least 5 minutes while agents work.',
    meaning: 'Too many agents, builds or tests at once: everything takes longer, and agents run into time-outs.',
    steps: ['Run fewer agents at once; look for a process that does not end (`top`).'],
  },
  {
    id: 'cpu-high',
    title: 'CPU is high',
    group: 'host',
    severity: 'high',
    condition: working(['cpu'], 80),
    for: '10m',
    cooldown: '4h',
    source: 'Specification 001 high “Resource utilization: >80 % CPU for 10 minutes”; dashboard 002, rule “CPU”.',
    summary: 'The machine’s CPU is {value:percent} used',
    since: 'For at least 10 minutes while agents work.',
    meaning: 'As “CPU is exhausted”, less so.',
    steps: ['See “CPU is exhausted”.'],
  },
  {
    id: 'memory-high',
    title: 'Memory is high',
    group: 'host',
    severity: 'high',
    condition: working(['memory'], 80),
    for: '10m',
    cooldown: '4h',
    source:
      'Requirement 000 “Excessive memory usage (>80 % of available)”, specification 001 high “>80 % Memory for 10 minutes”, dashboard 002, rule “memory”.',
    summary: 'The machine’s memory is {value:percent} used',
    since: 'For at least 10 minutes while agents work.',
    meaning: 'Many agents or language servers at once, or one that leaks. Near 100 % the system ends processes.',
    steps: ['`memory_usage_bytes` by component says whether it is ours, the agents’ or others’; restart what grew.'],
  },
  {
    id: 'disk-full',
    title: 'Disk is nearly full',
    group: 'host',
    severity: 'critical',
    condition: used(['disk'], 90),
    for: '5m',
    cooldown: '1d',
    source: 'Dashboard 002, rule “disk”; it gives no number. 90 % is that of `resource_exhaustion`.',
    summary: 'The disk that holds the data of the service is {value:percent} used',
    since: 'For at least 5 minutes.',
    meaning: 'When it is full nothing more is recorded, and agents cannot write files.',
    steps: [
      'Make room, or shorten the retention (docs/configuration.md) and delete old projects with `taskmaster-observe purge`.',
    ],
  },
  {
    id: 'capacity',
    title: 'Capacity is running out',
    group: 'host',
    severity: 'medium',
    condition: working(['cpu', 'memory', 'disk'], 70),
    for: '30m',
    cooldown: '1d',
    source:
      'Specification 001 medium “Capacity threshold approaching: >70 % for 30 minutes”: CPU, memory and disk, each by itself.',
    summary: 'The machine’s {label:resource_type} is {value:percent} used',
    since: 'For at least half an hour while agents work.',
    meaning: 'No trouble yet; the next agent or the next week may make one.',
    steps: ['Plan: fewer agents at once, more memory, a larger disk, shorter retention.'],
  },
];
