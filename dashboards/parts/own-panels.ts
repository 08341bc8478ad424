import { type Panel, PanelBuilder } from '@grafana/grafana-foundation-sdk/dashboard';
import * as textPanel from '@grafana/grafana-foundation-sdk/text';
import { common, type Common } from './panel.ts';

/** A panel of this product: its type and its own options, where they differ from its defaults. */
function own(type: string, spec: Common, options: Record<string, unknown> = {}): Panel {
  const panel = common(new PanelBuilder(), spec, spec.missing.long).build();
  return { ...panel, type, options };
}

/** What depends on what, with the state of each task. */
export const dependencyGraph = (spec: Common) => own('taskmaster-dependencygraph-panel', spec);

/** What ran when: runs, tasks, attempts, agents, tool calls. */
export const timeline = (spec: Common, options: Record<string, unknown> = {}) =>
  own('taskmaster-timeline-panel', spec, options);

/** Words, where a panel needs none of the data. */
export function text(title: string, about: string, content: string): Panel {
  return new textPanel.PanelBuilder()
    .title(title)
    .description(about)
    .noValue(about)
    .mode(textPanel.TextMode.Markdown)
    .content(content)
    .build();
}
