import { describe, expect, it } from 'vitest';
import { buildScene, type Scene } from '../draw/scene.ts';
import type { Palette } from '../draw/palette.ts';
import { runLayout } from '../layout/layout-graph.ts';
import type { LayoutRunner } from '../layout/layout-runner.ts';
import type { LayoutInput } from '../layout/types.ts';
import { graphOf, inputOf, rectOf } from '../testing/layout-inputs.ts';
import { hitNode } from './hit.ts';
import { LayoutSession, type Placed } from './layout-session.ts';
import { firstNode, walk } from './walk.ts';

const PALETTE = { named: (name: string) => name, status: {} } as unknown as Palette;

function sceneOf(ids: string[], edges: Array<[string, string]>): Scene {
  const drawn = graphOf(ids, edges);
  return buildScene(drawn.model, drawn.graph, runLayout(inputOf(drawn)), PALETTE);
}

const keyOf = (scene: Scene, at: number): string | undefined => scene.graph.nodes[at]?.key;
const at = (scene: Scene, key: string): number => scene.graph.nodes.findIndex((node) => node.key === key);

describe('walk', () => {
  const scene = sceneOf(
    ['a', 'b', 'c', 'd'],
    [
      ['a', 'b'],
      ['a', 'c'],
      ['b', 'd'],
      ['c', 'd'],
    ]
  );

  it('follows edges with the flow and back', () => {
    const next = walk(scene, at(scene, 'a'), 'right');
    expect(['b', 'c']).toContain(keyOf(scene, next));
    expect(keyOf(scene, walk(scene, next, 'right'))).toBe('d');
    expect(keyOf(scene, walk(scene, next, 'left'))).toBe('a');
  });

  it('goes to the neighbour beside where no edge leads there, and stays where there is none', () => {
    const upper = rectOf(scene.layout, at(scene, 'b'))[1] < rectOf(scene.layout, at(scene, 'c'))[1] ? 'b' : 'c';
    const lower = upper === 'b' ? 'c' : 'b';
    expect(keyOf(scene, walk(scene, at(scene, upper), 'down'))).toBe(lower);
    expect(walk(scene, at(scene, 'd'), 'right')).toBe(at(scene, 'd'));
  });

  it('starts at the beginning', () => {
    expect(walk(scene, -1, 'right')).toBe(firstNode(scene));
    expect(keyOf(scene, firstNode(scene))).toBe('a');
  });
});

describe('hitNode', () => {
  const scene = sceneOf(['1', '1.1', '2'], [['1', '2']]);
  const view = { scale: 1, x: 0, y: 0 };

  it('finds the innermost node, the box only beside its subtasks, and nothing in the open', () => {
    const inner = rectOf(scene.layout, at(scene, '1.1'));
    const box = rectOf(scene.layout, at(scene, '1'));
    expect(hitNode(scene, view, inner[0] + 5, inner[1] + 5, false)).toEqual({ node: at(scene, '1.1'), handle: false });
    expect(hitNode(scene, view, box[0] + 20, box[1] + 8, false)).toEqual({ node: at(scene, '1'), handle: false });
    expect(hitNode(scene, view, box[2] - 12, box[1] + 20, false)).toEqual({ node: at(scene, '1'), handle: true });
    expect(hitNode(scene, view, -500, -500, false).node).toBe(-1);
  });

  it('gives a finger more room where nodes are small', () => {
    const small = { scale: 0.1, x: 0, y: 0 };
    const [, top, right] = rectOf(scene.layout, at(scene, '2'));
    const [x, y] = [right * 0.1 + 15, top * 0.1];
    expect(hitNode(scene, small, x, y, false).node).toBe(-1);
    expect(hitNode(scene, small, x, y, true).node).toBe(at(scene, '2'));
  });
});

describe('LayoutSession', () => {
  function session() {
    const asked: LayoutInput[] = [];
    const answers: Array<() => void> = [];
    const placed: Placed[] = [];
    const runner: LayoutRunner = {
      run: (input) => {
        asked.push(input);
        return new Promise((resolve) => answers.push(() => resolve(runLayout(input))));
      },
      dispose: () => undefined,
    };
    const own = new LayoutSession(
      runner,
      (next) => placed.push(next),
      (message) => expect.fail(message)
    );
    const answer = async (): Promise<void> => {
      answers.shift()?.();
      await new Promise((resolve) => setTimeout(resolve, 0));
    };
    return { own, asked, placed, answer };
  }

  it('runs one layout at a time and always goes on with the newest graph', async () => {
    const { own, asked, placed, answer } = session();
    const graphs = [['a'], ['a', 'b'], ['a', 'b', 'c']].map((ids) => graphOf(ids, []));
    graphs.forEach(({ model, graph }) => own.want({ model, graph, direction: 'LR', aspect: 1.6, cause: 'data' }));
    expect(asked).toHaveLength(1);
    await answer();
    expect(asked.map((input) => input.count)).toEqual([1, 3]);
    await answer();
    expect(placed.map((next) => next.graph)).toEqual([graphs[0]?.graph, graphs[2]?.graph]);
    expect(rectOf(placed[1]?.layout as Placed['layout'], 0)).toEqual(rectOf(placed[0]?.layout as Placed['layout'], 0));
  });

  it('needs no layout when only values change', async () => {
    const { own, asked, placed, answer } = session();
    const first = graphOf(['a', 'b'], [['a', 'b']]);
    own.want({ ...first, direction: 'LR', aspect: 1.6, cause: 'data' });
    await answer();
    const second = graphOf(['a', 'b'], [['a', 'b']]);
    own.want({ ...second, direction: 'LR', aspect: 1.6, cause: 'data' });
    expect(asked).toHaveLength(1);
    expect(placed[1]).toMatchObject({ graph: second.graph, layout: placed[0]?.layout });
  });

  it('does not lose a wish to tidy up that new data overtakes', async () => {
    const { own, asked, answer } = session();
    const drawn = graphOf(['a', 'b'], []);
    own.want({ ...drawn, direction: 'LR', aspect: 1.6, cause: 'data' });
    own.want({ ...drawn, direction: 'LR', aspect: 1.6, cause: 'tidy' });
    own.want({ ...drawn, direction: 'LR', aspect: 1.6, cause: 'data' });
    await answer();
    expect(asked.map((input) => input.mode)).toEqual(['fresh', 'fresh']);
  });
});
