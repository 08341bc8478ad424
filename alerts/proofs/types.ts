/** Data that makes a rule fire and resolve. The same data proves the rule in Grafana's format and in Prometheus'. */

/** Samples are this far apart, as the service writes its own. */
export const STEP_S = 15;

export type Labels = Readonly<Record<string, string>>;

/** Value at a time in minutes since the beginning; undefined where the series is not there. */
export type Curve = (minutes: number) => number | undefined;

export type ProofSeries =
  | { kind: 'gauge'; metric: string; labels: Labels; value: Curve }
  /** Counted per minute, in fours: a whole number a step. */
  | { kind: 'counter'; metric: string; labels: Labels; perMinute: Curve }
  /** So many observations of one value a minute. */
  | {
      kind: 'histogram';
      metric: string;
      labels: Labels;
      bounds: readonly number[];
      perMinute: number;
      observed: Curve;
    };

export interface Proof {
  /** Id of the rule. */
  rule: string;
  series: readonly ProofSeries[];
  /** Labels of the alert beside those every alert of the rule has. */
  labels: Labels;
  /** Nothing fires before this, minutes. */
  quietUntil: number;
  /** It fires here for certain. */
  firesAt: number;
  /** And here no more. */
  resolvedAt: number;
  /** Series of Prometheus alone (`up`). */
  prometheusOnly?: readonly ProofSeries[];
}
