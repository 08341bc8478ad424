import {
  BarGaugeDisplayMode,
  BarGaugeNamePlacement,
  BarGaugeSizing,
  BarGaugeValueMode,
  BigValueColorMode,
  BigValueGraphMode,
  BigValueTextMode,
  LegendDisplayMode,
  LegendPlacement,
  ReduceDataOptionsBuilder,
  VizOrientation,
  VizTextDisplayOptionsBuilder,
} from '@grafana/grafana-foundation-sdk/common';
import * as bargauge from '@grafana/grafana-foundation-sdk/bargauge';
import * as gaugePanel from '@grafana/grafana-foundation-sdk/gauge';
import * as piechart from '@grafana/grafana-foundation-sdk/piechart';
import * as statPanel from '@grafana/grafana-foundation-sdk/stat';
import { common, type Common } from './panel.ts';

/** A panel that makes one number of each field: all numbers, or those the pattern names. */
interface Numbers extends Common {
  fields?: string;
  calc?: 'lastNotNull' | 'sum' | 'mean' | 'max';
  /** A value per row instead of one per field. */
  rows?: boolean;
}

const reduced = ({ fields = '', calc = 'lastNotNull', rows = false }: Numbers) =>
  new ReduceDataOptionsBuilder()
    .calcs([calc])
    .fields(fields)
    .values(rows)
    .limit(rows ? 25 : (undefined as never));

/** One number that matters, with the line of how it got there where the question is one over time. */
export function stat(spec: Numbers & { line?: boolean }) {
  const several = [spec.asks].flat().length > 1;
  const builder = new statPanel.PanelBuilder()
    .reduceOptions(reduced(spec))
    .graphMode(spec.line ? BigValueGraphMode.Area : BigValueGraphMode.None)
    .colorMode(BigValueColorMode.Value)
    .textMode(several ? BigValueTextMode.ValueAndName : BigValueTextMode.Value);
  if (several) {
    // Of one size: by themselves the shortest would be the largest.
    builder.text(new VizTextDisplayOptionsBuilder().titleSize(14).valueSize(32));
  }
  return common(builder, spec, spec.missing.short).build();
}

/** A share of a whole, with its limits around it. */
export function gauge(spec: Numbers) {
  const builder = new gaugePanel.PanelBuilder()
    .reduceOptions(reduced(spec))
    .showThresholdMarkers(true)
    .showThresholdLabels(false)
    .min(0);
  return common(builder, spec, spec.missing.short).build();
}

/** Several numbers of one kind side by side, the largest standing out. */
export function bars(spec: Numbers) {
  const builder = new bargauge.PanelBuilder()
    .reduceOptions(reduced(spec))
    .displayMode(BarGaugeDisplayMode.Basic)
    .orientation(VizOrientation.Horizontal)
    .showUnfilled(false)
    .sizing(BarGaugeSizing.Manual)
    .minVizHeight(16)
    .maxVizHeight(34)
    .namePlacement(BarGaugeNamePlacement.Left)
    // In the colour of text: in the bar's own it is too pale to read on light ground.
    .valueMode(BarGaugeValueMode.Text)
    // Room for names is measured at 12 px or more, whatever size is set: a larger one would be cut.
    .text(new VizTextDisplayOptionsBuilder().titleSize(12).valueSize(14))
    .min(0);
  return common(builder, spec, spec.missing.long).build();
}

/** Parts of a whole. */
export function donut(spec: Numbers) {
  const legend = new piechart.PieChartLegendOptionsBuilder()
    .displayMode(LegendDisplayMode.Table)
    .placement(LegendPlacement.Right)
    .showLegend(true)
    .values([piechart.PieChartLegendValues.Value]);
  const builder = new piechart.PanelBuilder()
    .reduceOptions(reduced(spec))
    .pieType(piechart.PieChartType.Donut)
    .legend(legend);
  return common(builder, spec, spec.missing.long).build();
}
