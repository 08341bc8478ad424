import type * as cog from '@grafana/grafana-foundation-sdk/cog';
import type * as dashboard from '@grafana/grafana-foundation-sdk/dashboard';
import {
  DashboardLinkBuilder,
  DashboardLinkType,
  FieldColorBuilder,
  ThresholdsConfigBuilder,
  ThresholdsMode,
} from '@grafana/grafana-foundation-sdk/dashboard';
import { type Link } from './addresses.ts';
import { type Question, SOURCE } from './ask.ts';
import { type Limits } from './looks.ts';
import { type Missing } from './sources.ts';

/** A field's own settings: which field (its name, `/pattern/`, or `#A`: the answers to question A), and what is different about it. */
export interface Override {
  field: string;
  properties: dashboard.DynamicConfigValue[];
}

/** What every panel has. */
export interface Common {
  title: string;
  /** What it shows, and from which source. */
  about: string;
  /** Which source fills it, and how to connect that. */
  missing: Missing;
  asks: Question | Question[];
  unit?: string;
  decimals?: number;
  /** Name of each value; `${__field.labels.model}` is its label. */
  names?: string;
  limits?: Limits;
  color?: string;
  /** In the panel's header: the dashboards and pages this panel's subject is told in whole. */
  links?: Link[];
  /** On each value: what it is made of. */
  drill?: Link[];
  overrides?: Override[];
  transformations?: dashboard.DataTransformerConfig[];
  mappings?: dashboard.ValueMapping[];
  min?: number;
  max?: number;
  maxDataPoints?: number;
  /** Shortest distance between points. What is measured every 15 seconds cannot be shown every 5. */
  step?: '10s' | '30s' | '1m';
}

interface AnyBuilder {
  title(text: string): unknown;
  description(text: string): unknown;
  datasource(ref: typeof SOURCE): unknown;
  targets(targets: Array<cog.Builder<cog.Dataquery>>): unknown;
  links(links: Array<cog.Builder<dashboard.DashboardLink>>): unknown;
  noValue(text: string): unknown;
  unit(unit: string): unknown;
  decimals(decimals: number): unknown;
  displayName(name: string): unknown;
  thresholds(thresholds: cog.Builder<dashboard.ThresholdsConfig>): unknown;
  colorScheme(color: cog.Builder<dashboard.FieldColor>): unknown;
  dataLinks(links: Array<cog.Builder<dashboard.DashboardLink>>): unknown;
  overrides(
    overrides: Array<{ matcher: dashboard.MatcherConfig; properties: dashboard.DynamicConfigValue[] }>
  ): unknown;
  transformations(all: dashboard.DataTransformerConfig[]): unknown;
  mappings(mappings: dashboard.ValueMapping[]): unknown;
  min(value: number): unknown;
  max(value: number): unknown;
  maxDataPoints(count: number): unknown;
  interval(step: string): unknown;
}

export const toLink = ({ title, url }: Link) =>
  new DashboardLinkBuilder(title).type(DashboardLinkType.Link).url(url).targetBlank(false);

export const toThresholds = ({ base, steps }: Limits) =>
  new ThresholdsConfigBuilder()
    .mode(ThresholdsMode.Absolute)
    .steps([{ value: null, color: base }, ...steps.map(([value, color]) => ({ value, color }))]);

function matcher(field: string): dashboard.MatcherConfig {
  if (field.startsWith('#')) {
    return { id: 'byFrameRefID', options: field.slice(1) };
  }
  return { id: field.startsWith('/') ? 'byRegexp' : 'byName', options: field };
}

/** Gives a builder of any panel type what all panels have. */
export function common<B extends AnyBuilder>(builder: B, spec: Common, missing: string): B {
  builder.title(spec.title);
  builder.description(spec.about);
  builder.datasource(SOURCE);
  builder.targets([spec.asks].flat());
  builder.noValue(missing);
  const { unit, decimals, names, limits, color, links, drill, overrides, transformations, mappings } = spec;
  if (unit !== undefined) {
    builder.unit(unit);
  }
  if (decimals !== undefined) {
    builder.decimals(decimals);
  }
  if (names !== undefined) {
    builder.displayName(names);
  }
  if (limits) {
    builder.thresholds(toThresholds(limits));
  }
  if (color) {
    builder.colorScheme(new FieldColorBuilder().mode('fixed' as dashboard.FieldColorModeId).fixedColor(color));
  }
  if (links) {
    builder.links(links.map(toLink));
  }
  if (drill) {
    builder.dataLinks(drill.map(toLink));
  }
  if (overrides) {
    builder.overrides(overrides.map(({ field, properties }) => ({ matcher: matcher(field), properties })));
  }
  if (transformations) {
    builder.transformations(transformations);
  }
  if (mappings) {
    builder.mappings(mappings);
  }
  if (spec.min !== undefined) {
    builder.min(spec.min);
  }
  if (spec.max !== undefined) {
    builder.max(spec.max);
  }
  if (spec.maxDataPoints !== undefined) {
    if (spec.step !== undefined) {
      builder.interval(spec.step);
    }
    builder.maxDataPoints(spec.maxDataPoints);
  }
  return builder;
}
