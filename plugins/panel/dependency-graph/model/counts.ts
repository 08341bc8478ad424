import type { GraphNotice } from './types.ts';

type ExampleKey = 'duplicateIds' | 'danglingIds' | 'unknownParents' | 'selfEdges' | 'cycles' | 'nestingLoops';

/** Tallies what was odd in the frames, with a few examples of each, and puts it into sentences. */
export class Counts {
  nodesWithoutId = 0;
  edgesWithoutEnds = 0;
  nodesLeftOut = 0;
  edgesLeftOut = 0;
  private readonly examples = new Map<ExampleKey, { count: number; ids: string[] }>();

  addExample(key: ExampleKey, id: string): void {
    const entry = this.examples.get(key) ?? { count: 0, ids: [] };
    entry.count++;
    if (entry.ids.length < 3) {
      entry.ids.push(id.length > 60 ? `${id.slice(0, 59)}…` : id);
    }
    this.examples.set(key, entry);
  }

  notices(shownNodes: number, shownEdges: number): GraphNotice[] {
    const found: GraphNotice[] = [];
    const warn = (text: string): void => void found.push({ severity: 'warning', text });
    if (this.nodesLeftOut > 0) {
      const total = whole(shownNodes + this.nodesLeftOut);
      warn(
        `Too much to draw: the first ${whole(shownNodes)} of ${total} nodes are shown. Filter the query to see others.`
      );
    }
    if (this.edgesLeftOut > 0) {
      warn(
        `${whole(this.edgesLeftOut)} edges are left out; ${whole(shownEdges)} are shown. Filter the query to see others.`
      );
    }
    if (this.nodesWithoutId > 0) {
      warn(`${say(this.nodesWithoutId, 'row')} of the nodes frame left out: no \`id\`.`);
    }
    if (this.edgesWithoutEnds > 0) {
      warn(`${say(this.edgesWithoutEnds, 'row')} of the edges frame left out: no \`source\` or \`target\`.`);
    }
    this.each('duplicateIds', (n, ids) => warn(`${say(n, 'row')} left out because the id was there before: ${ids}.`));
    this.each('danglingIds', (n, ids) =>
      warn(`${say(n, 'id')} named by edges but not in the data, drawn dashed: ${ids}.`)
    );
    this.each('unknownParents', (n, ids) => warn(`${say(n, 'row')} with a parent that is not in the data: ${ids}.`));
    this.each('nestingLoops', (n, ids) =>
      warn(`${say(n, 'loop')} of parents, where a task would be inside itself; drawn at the top: ${ids}.`)
    );
    this.each('selfEdges', (n, ids) => warn(`${say(n, 'task')} with a dependency on itself: ${ids}.`));
    this.each('cycles', (n, ids) => warn(`${say(n, 'circle')} of dependencies, drawn red: ${ids}.`));
    return found;
  }

  private each(key: ExampleKey, tell: (count: number, ids: string) => void): void {
    const entry = this.examples.get(key);
    if (entry !== undefined) {
      tell(entry.count, entry.ids.join(', ') + (entry.count > entry.ids.length ? ', …' : ''));
    }
  }
}

function say(count: number, what: string): string {
  return count === 1 ? `1 ${what}` : `${whole(count)} ${what}s`;
}

function whole(count: number): string {
  return count.toLocaleString('en-US');
}
