/**
 * Groups of nodes that wait for each other: the strongly connected components with a circle in them, each in the order
 * of the map. Iterative (Tarjan 1972), so that a chain of thousands does not overflow the stack.
 */
export function circlesOf(waitsFor: ReadonlyMap<string, readonly string[]>): string[][] {
  const index = new Map<string, number>();
  const low = new Map<string, number>();
  const open: string[] = [];
  const isOpen = new Set<string>();
  const circles: string[][] = [];
  const order = [...waitsFor.keys()];

  const enter = (id: string) => {
    index.set(id, index.size);
    low.set(id, index.get(id)!);
    open.push(id);
    isOpen.add(id);
    return { id, next: 0 };
  };
  const lower = (id: string, to: number) => low.set(id, Math.min(low.get(id)!, to));

  for (const root of order) {
    if (index.has(root)) {
      continue;
    }
    const path = [enter(root)];
    while (path.length > 0) {
      const at = path.at(-1)!;
      const targets = waitsFor.get(at.id)!;
      const target = targets[at.next++];
      if (target === undefined) {
        path.pop();
        const above = path.at(-1);
        if (above) {
          lower(above.id, low.get(at.id)!);
        }
        if (low.get(at.id) === index.get(at.id)) {
          const members = new Set(open.splice(open.lastIndexOf(at.id)));
          members.forEach((id) => isOpen.delete(id));
          if (members.size > 1 || targets.includes(at.id)) {
            circles.push(order.filter((id) => members.has(id)));
          }
        }
      } else if (waitsFor.has(target)) {
        if (!index.has(target)) {
          path.push(enter(target));
        } else if (isOpen.has(target)) {
          lower(at.id, index.get(target)!);
        }
      }
    }
  }
  return circles;
}
