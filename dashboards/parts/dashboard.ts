import {
  type Dashboard,
  DashboardBuilder,
  DashboardCursorSync,
  DashboardLinkBuilder,
  DashboardLinkType,
  type Panel,
  RowBuilder,
} from '@grafana/grafana-foundation-sdk/dashboard';
import { type DashboardName, UIDS } from './addresses.ts';
import { annotations, datasource, project, run } from './variables.ts';

/** The model Grafana 11.0 writes; later ones read it and bring it up to date themselves. */
const SCHEMA_VERSION = 39;
const WIDTH = 24;
export const TAG = 'taskmaster';

/** Panels side by side, of one height. Widths are in 24ths and fill the line. */
export interface Line {
  height: number;
  panels: ReadonlyArray<readonly [width: number, panel: Panel]>;
}

/** Lines below a title that can be folded. */
export interface Section {
  title?: string;
  lines: Line[];
}

export interface Spec {
  name: DashboardName;
  title: string;
  description: string;
  from: string;
  refresh: string;
  /** Whether a run can be chosen, and whether one has to be. */
  run?: 'one' | 'any';
  sections: Section[];
}

export const line = (height: number, ...panels: Line['panels']): Line => ({ height, panels });

function place(sections: readonly Section[]): Dashboard['panels'] {
  const placed: NonNullable<Dashboard['panels']> = [];
  let y = 0;
  for (const { title, lines } of sections) {
    if (title !== undefined) {
      const row = new RowBuilder(title)
        .id(placed.length + 1)
        .gridPos({ x: 0, y, w: WIDTH, h: 1 })
        .build();
      placed.push({ ...row, collapsed: false });
      y += 1;
    }
    for (const { height, panels } of lines) {
      let x = 0;
      for (const [width, panel] of panels) {
        placed.push({ ...panel, id: placed.length + 1, gridPos: { x, y, w: width, h: height } });
        x += width;
      }
      if (x !== WIDTH) {
        throw new Error(
          `A line of panels is ${x} wide and not ${WIDTH}: ${panels.map(([, one]) => one.title).join(', ')}.`
        );
      }
      y += height;
    }
  }
  return placed;
}

/** A whole dashboard in Grafana's classic JSON model. */
export function toDashboard(spec: Spec): Dashboard {
  const builder = new DashboardBuilder(spec.title)
    .uid(UIDS[spec.name])
    .description(spec.description)
    .tags([TAG])
    .timezone('browser')
    .editable()
    .tooltip(DashboardCursorSync.Crosshair)
    .refresh(spec.refresh)
    .time({ from: spec.from, to: 'now' })
    .link(
      new DashboardLinkBuilder('Dashboards')
        .type(DashboardLinkType.Dashboards)
        .tags([TAG])
        .asDropdown(true)
        .includeVars(true)
        .keepTime(true)
    )
    .variables([datasource(), project(), ...(spec.run ? [run(spec.run === 'any')] : [])])
    .annotations(annotations());
  return { ...builder.build(), schemaVersion: SCHEMA_VERSION, panels: place(spec.sections) };
}
