import { useCallback, useMemo } from 'react';
import { useUrlState } from '../data/use-url-state.ts';
import { type EventGroup, isEventGroup } from './model/events-model.ts';
import { type Sort, SORTS } from './model/task-list-model.ts';

export const SECTIONS = ['tasks', 'events', 'checkpoints', 'resources', 'cost'] as const;
export type Section = (typeof SECTIONS)[number];
/** On a phone one part is shown at a time; there the upper parts are sections too. */
export const PHONE_SECTIONS = ['now', 'graph', 'timeline', ...SECTIONS] as const;
export type PhoneSection = (typeof PHONE_SECTIONS)[number];

export interface RunState {
  /** Task lit in every view. */
  task?: string;
  tag?: string;
  section: PhoneSection;
  search: string;
  show: string[];
  sort: Sort;
  descending: boolean;
  events: EventGroup;
  eventSearch: string;
  everyTask: boolean;
  /** Stretch of the run a link points at. */
  from?: number | string;
  to?: number | string;
  select: (task: string | undefined) => void;
  /** Sets parameters by their names in the address; see `useUrlState`. */
  set: (values: Record<string, string | undefined>, replace?: boolean) => void;
}

const oneOf = <T extends string>(all: readonly T[], text: string | undefined, otherwise: T): T =>
  all.find((one) => one === text) ?? otherwise;

/** Epoch ms where it is a number, Grafana's relative text otherwise. */
function instant(text: string | undefined): number | string | undefined {
  return text !== undefined && /^\d+$/.test(text) ? Number(text) : text;
}

/** What is chosen on the page; all of it stands in the address. */
export function useRunState(): RunState {
  const { get, set } = useUrlState();
  const change = useCallback<RunState['set']>((values, replace = false) => set(values, { replace }), [set]);
  const select = useCallback((task: string | undefined) => set({ task }), [set]);
  return useMemo(() => {
    const sort = get('sort') ?? '';
    const events = get('events');
    return {
      task: get('task'),
      tag: get('tag'),
      section: oneOf(PHONE_SECTIONS, get('section'), 'now'),
      search: get('q') ?? '',
      show: (get('show') ?? '').split(',').filter(Boolean),
      sort: oneOf(SORTS, sort.replace(/^-/, ''), 'order'),
      descending: sort.startsWith('-'),
      events: isEventGroup(events) ? events : 'all',
      eventSearch: get('eq') ?? '',
      everyTask: get('all') === '1',
      from: instant(get('from')),
      to: instant(get('to')),
      select,
      set: change,
    };
  }, [get, select, change]);
}
