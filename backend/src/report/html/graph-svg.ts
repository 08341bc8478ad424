import { runLayout } from '../../../../plugins/panel/dependency-graph/layout/layout-graph.ts';
import { type RunReport } from '../types.ts';
import { type GraphChoice } from './graph-choice.ts';
import { html, type Markup } from './escape.ts';
import { cut, outcomeText } from './words.ts';

const LEAF = { width: 190, height: 40 };
/** Width of a letter of the picture's text, roughly. */
const CHAR = 6.7;
const BUDGET_MS = 3_000;

/** The graph by the panel's own layout; boxes hold subtasks. Undefined where there is nothing to draw. */
export function graphSvg(report: RunReport, { tasks, edges }: GraphChoice): Markup | undefined {
  if (tasks.length === 0) {
    return undefined;
  }
  const place = new Map(tasks.map(({ taskId }, at) => [taskId, at]));
  const layout = runLayout({
    count: tasks.length,
    direction: 'LR',
    aspect: 1.6,
    parent: Int32Array.from(tasks, ({ parentId }, at) => {
      const above = parentId === null ? undefined : place.get(parentId);
      return above !== undefined && above < at ? above : -1;
    }),
    width: new Float64Array(tasks.length).fill(LEAF.width),
    height: new Float64Array(tasks.length).fill(LEAF.height),
    source: Int32Array.from(edges, ([from]) => place.get(from)!),
    target: Int32Array.from(edges, ([, to]) => place.get(to)!),
    previous: null,
    mode: 'fresh',
    previousRoutes: null,
    budgetMs: BUDGET_MS,
  });
  const [left, top, right, bottom] = layout.bounds;
  const size = { width: Math.ceil(right - left + 20), height: Math.ceil(bottom - top + 20) };
  const chain = new Set(report.chain.links.map(({ taskId }) => taskId));
  const onChain = ([from, to]: readonly [string, string]) => chain.has(from) && chain.has(to);
  return html`<svg
    class="graph"
    width="${size.width}"
    height="${size.height}"
    viewBox="${Math.floor(left - 10)} ${Math.floor(top - 10)} ${size.width} ${size.height}"
    role="img"
    aria-label="Dependency graph of ${tasks.length} tasks"
  >
    <defs>
      <marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto">
        <path class="tip" d="M0 0 L8 4 L0 8 z" />
      </marker>
    </defs>
    ${tasks.map((task, at) => {
      const [x = 0, y = 0, width = 0, height = 0] = [...layout.boxes.subarray(at * 4, at * 4 + 4)];
      const box = width > LEAF.width + 1 || height > LEAF.height + 1;
      const kind = `node ${task.outcome.replace('file:', 'file ')}${chain.has(task.taskId) ? ' slow' : ''}${box ? ' box' : ''}`;
      return html`<g class="${kind}"
        ><title>${task.taskId} ${task.title}: ${outcomeText(task.outcome)}</title
        ><rect x="${r(x)}" y="${r(y)}" width="${r(width)}" height="${r(height)}" rx="4" /><text
          x="${r(x + 8)}"
          y="${r(y + 17)}"
          >${cut(`${task.taskId} ${task.title}`, Math.floor((width - 16) / CHAR))}</text
        >${box ? '' : html`<text class="sub" x="${r(x + 8)}" y="${r(y + 32)}">${outcomeText(task.outcome)}${task.attempts > 1 ? `, ${task.attempts} attempts` : ''}</text>`}</g
      >`;
    })}
    ${edges.map((edge, at) => {
      const points = layout.points.subarray(layout.offsets[at], layout.offsets[at + 1]);
      const path = Array.from({ length: points.length / 2 }, (_, i) => `${r(points[i * 2]!)},${r(points[i * 2 + 1]!)}`);
      return html`<polyline
        class="edge${onChain(edge) ? ' slow' : ''}"
        points="${path.join(' ')}"
        marker-end="url(#tip)"
      />`;
    })}
  </svg>`;
}

const r = (value: number): number => Math.round(value * 10) / 10;
