import { graphFrames, START } from '../../bench/panels/data.ts';
import { type FrameJson } from '../../browser/support/fake-service.ts';
import { GRAPH, TIMELINE } from '../support/grafana.ts';
import { traceFrames } from './data.ts';
import { type Subject } from './measure.ts';

export interface Case {
  name: string;
  frames: FrameJson[];
  from: number;
  to: number;
  sides: Array<{ side: 'ours' | 'Grafana'; type: string; subject: Subject }>;
}

const application = (says: string): Pick<Subject, 'drawn' | 'target' | 'shows'> => ({
  drawn: `() => [...document.querySelectorAll('[role="application"]')].some((one) => /${says}/.test(one.ariaLabel ?? ''))`,
  target: '[role="application"]',
  shows: `() => document.querySelector('[role="application"]').ariaLabel.split('. ')[0]`,
});

const OUR_GRAPH: Subject = { ...application('tasks shown'), gesture: 'drag' };
const OUR_TIMELINE: Subject = { ...application('spans in'), gesture: 'wheel' };

const NODE_GRAPH: Subject = {
  drawn: `() => document.querySelector('[aria-label^="Node:"]') !== null && !/Computing layout/.test(document.body.innerText)`,
  target: 'svg:has([aria-label^="Node:"])',
  gesture: 'drag',
  shows: `() => document.querySelectorAll('[aria-label^="Node:"]').length + ' nodes drawn, ' + document.querySelectorAll('[aria-label^="Edge from:"]').length + ' edges'`,
};

const TRACE_VIEW: Subject = {
  drawn: `() => document.querySelector('[data-testid="span-view"]') !== null`,
  target: '[data-testid="span-view"]',
  gesture: 'wheel',
  shows: `() => document.querySelectorAll('[data-testid="span-view"]').length + ' rows of a list in the page'`,
};

const graph = (nodes: number, edges: number): Case => ({
  name: `graph ${nodes}/${edges}`,
  frames: graphFrames(nodes, edges),
  from: START,
  to: START + 3_600_000,
  sides: [
    { side: 'ours', type: GRAPH, subject: OUR_GRAPH },
    { side: 'Grafana', type: 'nodeGraph', subject: NODE_GRAPH },
  ],
});

const trace = (spans: number): Case => ({
  name: `trace ${spans}`,
  frames: traceFrames(spans),
  from: START,
  to: START + (spans / 50) * 6000 + 60_000,
  sides: [
    { side: 'ours', type: TIMELINE, subject: OUR_TIMELINE },
    { side: 'Grafana', type: 'traces', subject: TRACE_VIEW },
  ],
});

export const CASES = (): Case[] => [graph(1000, 3000), graph(5000, 10_000), trace(10_000), trace(100_000)];
