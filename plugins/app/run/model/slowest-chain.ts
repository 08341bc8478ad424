import { type TimelineRow } from '../rows.ts';

export interface ChainLink {
  taskId: string;
  name: string;
  durationMs: number;
}

export interface Chain {
  links: ChainLink[];
  totalMs: number;
}

/**
 * The chain of tasks depending on each other that took longest, by time worked: what would have had to be faster for the
 * run to be shorter. Tasks are taken in the order of their start, so that a dependency that began later does not count;
 * circles cannot arise. Null where no task has a length.
 */
export function slowestChain(rows: readonly TimelineRow[], now: number): Chain | null {
  const tasks = rows.filter(({ kind, taskId }) => kind === 'task' && taskId !== null).sort((a, b) => a.start - b.start);
  const best = new Map<string, { total: number; before?: string; link: ChainLink }>();
  let last: string | undefined;
  for (const { id, name, taskId, start, end, attributes } of tasks) {
    const durationMs = Math.max(0, (end ?? now) - start);
    let before: string | undefined;
    for (const dependency of attributes?.dependencies ?? []) {
      const known = best.get(dependency);
      if (known && (before === undefined || known.total > best.get(before)!.total)) {
        before = dependency;
      }
    }
    const total = durationMs + (before === undefined ? 0 : best.get(before)!.total);
    best.set(id, { total, before, link: { taskId: taskId!, name, durationMs } });
    if (last === undefined || total > best.get(last)!.total) {
      last = id;
    }
  }
  if (last === undefined || best.get(last)!.total === 0) {
    return null;
  }
  const links: ChainLink[] = [];
  for (let at: string | undefined = last; at !== undefined; at = best.get(at)!.before) {
    links.unshift(best.get(at)!.link);
  }
  return { links, totalMs: best.get(last)!.total };
}
