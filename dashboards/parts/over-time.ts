import {
  BarAlignment,
  GraphDrawStyle,
  GraphThresholdsStyleConfigBuilder,
  GraphThresholdsStyleMode,
  LegendDisplayMode,
  LegendPlacement,
  LineInterpolation,
  SortOrder,
  StackingConfigBuilder,
  StackingMode,
  TooltipDisplayMode,
  VisibilityMode,
  VizLegendOptionsBuilder,
  VizTooltipOptionsBuilder,
} from '@grafana/grafana-foundation-sdk/common';
import * as statetimeline from '@grafana/grafana-foundation-sdk/statetimeline';
import * as timeseries from '@grafana/grafana-foundation-sdk/timeseries';
import { common, type Common } from './panel.ts';

/** A gap of up to this, in ms, is a late measurement; a longer one is shown as what it is. */
const TWO_MINUTES = 120_000;

interface Series extends Common {
  /** Amounts in steps of time, on top of each other; otherwise lines. */
  amounts?: boolean;
  stacked?: boolean;
  /** Numbers beside the names below the picture. */
  legend?: Array<'lastNotNull' | 'max' | 'mean' | 'sum'>;
  /** Draws the limits as lines across the picture. */
  showLimits?: boolean;
}

/** How something went over time. */
export function series(spec: Series) {
  const { amounts = false, stacked = amounts, legend, showLimits } = spec;
  const builder = new timeseries.PanelBuilder()
    .drawStyle(amounts ? GraphDrawStyle.Bars : GraphDrawStyle.Line)
    .lineInterpolation(LineInterpolation.Linear)
    .lineWidth(amounts ? 0 : 2)
    .fillOpacity(amounts ? 85 : stacked ? 25 : 8)
    .showPoints(VisibilityMode.Never)
    .spanNulls(TWO_MINUTES)
    .axisSoftMin(0)
    .stacking(new StackingConfigBuilder().mode(stacked ? StackingMode.Normal : StackingMode.None).group('A'))
    .tooltip(new VizTooltipOptionsBuilder().mode(TooltipDisplayMode.Multi).sort(SortOrder.Descending))
    .legend(
      new VizLegendOptionsBuilder()
        .displayMode(LegendDisplayMode.List)
        .placement(LegendPlacement.Bottom)
        .showLegend(true)
        .calcs(legend ?? [])
    );
  if (amounts) {
    builder.barAlignment(BarAlignment.Before);
  }
  if (showLimits) {
    builder.thresholdsStyle(new GraphThresholdsStyleConfigBuilder().mode(GraphThresholdsStyleMode.Dashed));
  }
  return common(builder, spec, spec.missing.long).build();
}

/** Which state each thing was in, and for how long. */
export function states(spec: Common) {
  const builder = new statetimeline.PanelBuilder()
    .mergeValues(true)
    .showValue(VisibilityMode.Auto)
    .rowHeight(0.8)
    .lineWidth(0)
    .fillOpacity(80)
    .legend(new VizLegendOptionsBuilder().showLegend(false).displayMode(LegendDisplayMode.List));
  return common(builder, spec, spec.missing.long).build();
}
