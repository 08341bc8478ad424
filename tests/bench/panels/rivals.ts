import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { type FrameJson } from '../../browser/support/fake-service.ts';

/** elk is EPL: never a dependency of ours, installed beside the checkout when somebody asks for the comparison. */
const CACHE = join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'taskmaster-observability', 'rivals');
const PACKAGES = ['elkjs@0.9.3', '@dagrejs/dagre@1.1.4', 'd3-dag@1.1.0'];
/** Others take minutes for a large graph (d3-dag 200 s for 10,000 nodes). */
const LIMIT_MS = 420_000;

const RUN: Record<string, string> = {
  'elk (layered)': `const ELK = require('elkjs'); const elk = new ELK();
    await elk.layout({ id: 'root', layoutOptions: { 'elk.algorithm': 'layered' },
      children: nodes.map((id) => ({ id, width: 180, height: 52 })),
      edges: edges.map(([source, target], n) => ({ id: 'e' + n, sources: [source], targets: [target] })) });`,
  dagre: `const dagre = require('@dagrejs/dagre'); const g = new dagre.graphlib.Graph(); g.setGraph({}); g.setDefaultEdgeLabel(() => ({}));
    for (const id of nodes) g.setNode(id, { width: 180, height: 52 });
    for (const [source, target] of edges) g.setEdge(source, target);
    dagre.layout(g);`,
  'd3-dag (sugiyama)': `const d3 = await import('d3-dag');
    const dag = d3.graphConnect()(edges);
    d3.sugiyama().nodeSize([180, 52]).decross(d3.decrossTwoLayer()).coord(d3.coordSimplex())(dag);`,
};

export const RIVALS = Object.keys(RUN);

function install(): string | undefined {
  if (existsSync(join(CACHE, 'node_modules/elkjs'))) {
    return undefined;
  }
  mkdirSync(CACHE, { recursive: true });
  const args = [
    'install',
    '--prefix',
    CACHE,
    '--no-audit',
    '--no-fund',
    '--ignore-scripts',
    ...PACKAGES.map((one) => one.split('@').slice(0, -1).join('@')),
  ];
  const done = spawnSync('npm', args, { encoding: 'utf8', shell: process.platform === 'win32' });
  return done.status === 0 ? undefined : (done.stderr || String(done.error)).trim().split('\n').at(-1);
}

/** Layout alone, in Node, of the same graph: what other layered layouts take for it, one after the other. */
export function* rivalRows(name: string, frames: FrameJson[]): Generator<{ rival: string; ms: number }> {
  const problem = install();
  if (problem) {
    process.stderr.write(`No comparison: the other layouts could not be installed (${problem}).\n`);
    return;
  }
  const [nodes, edges] = frames as [FrameJson, FrameJson];
  const pairs = (edges.data.values[1] as string[]).map((source, row) => [source, edges.data.values[2]![row]]);
  const data = JSON.stringify({ nodes: nodes.data.values[0], edges: pairs });
  for (const [rival, body] of Object.entries(RUN)) {
    const script = `const { createRequire } = require('node:module');
      (async () => { const { nodes, edges } = JSON.parse(require('node:fs').readFileSync(0, 'utf8'));
      const start = performance.now(); ${body}
      console.log(performance.now() - start); })().catch((error) => { console.error(error.message); process.exit(1); });`;
    const done = spawnSync(process.execPath, ['--stack-size=8000', '-e', script], {
      cwd: CACHE,
      input: data,
      encoding: 'utf8',
      timeout: LIMIT_MS,
    });
    if (done.status !== 0) {
      const why = done.signal ? `not done after ${LIMIT_MS / 1000} s` : done.stderr.trim().split('\n').at(-1);
      process.stderr.write(`${rival}, ${name}: ${why}\n`);
    } else {
      yield { rival, ms: Number(done.stdout) };
    }
  }
}
