import { runLink } from '../../contract/app-links.ts';
import { runbook } from '../links.ts';
import { PROOFS } from '../proofs/index.ts';
import { bucketTotals, timesOf, totals } from '../proofs/points.ts';
import { type Labels, type Proof, type ProofSeries, STEP_S } from '../proofs/types.ts';
import { RULES } from '../rules/index.ts';
import { notation } from './notation.ts';
import { alertName } from './rule.ts';

/** The proofs as unit tests of promtool: every rule is quiet, fires and resolves on the same data as in Grafana's format. */

interface InputSeries {
  series: string;
  values: string;
}

const selector = (metric: string, labels: Labels) =>
  `${metric}{${Object.entries(labels)
    .map(([name, value]) => `${name}=${JSON.stringify(value)}`)
    .join(',')}}`;

function inputOf(series: ProofSeries, times: readonly number[]): InputSeries[] {
  const { metric, labels } = series;
  if (series.kind === 'gauge') {
    return [{ series: selector(metric, labels), values: notation(times.map(series.value)) }];
  }
  if (series.kind === 'counter') {
    return [{ series: selector(metric, labels), values: notation(totals(times, series.perMinute)) }];
  }
  const rows = bucketTotals(times, series);
  const upTo = (place: number) => rows.map((counts) => counts.slice(0, place + 1).reduce((sum, one) => sum + one, 0));
  const all = notation(upTo(series.bounds.length));
  return [
    ...series.bounds.map((bound, place) => ({
      series: selector(`${metric}_bucket`, { ...labels, le: String(bound) }),
      values: notation(upTo(place)),
    })),
    { series: selector(`${metric}_bucket`, { ...labels, le: '+Inf' }), values: all },
    { series: selector(`${metric}_count`, labels), values: all },
  ];
}

/** Half a minute: between two evaluations, whichever the group's interval. */
const HALF = 0.5;

function testOf(proof: Proof) {
  const rule = RULES.find(({ id }) => id === proof.rule)!;
  const times = timesOf(proof);
  const labels = {
    alertname: alertName(rule),
    alertstate: 'firing',
    ...proof.labels,
    severity: rule.severity,
    product: 'taskmaster',
    rule: rule.id,
  };
  const firing = selector('ALERTS', { alertname: labels.alertname, alertstate: 'firing' });
  const at = (minutes: number) => `${Math.round(minutes * 60)}s`;
  return {
    name: rule.id,
    interval: `${STEP_S}s`,
    input_series: [...proof.series, ...(proof.prometheusOnly ?? [])].flatMap((series) => inputOf(series, times)),
    promql_expr_test: [
      { expr: firing, eval_time: at(proof.quietUntil - HALF), exp_samples: [] },
      {
        expr: firing,
        eval_time: at(proof.firesAt),
        exp_samples: [{ labels: selector('ALERTS', labels), value: 1 }],
      },
      { expr: firing, eval_time: at(proof.resolvedAt), exp_samples: [] },
    ],
  };
}

const GRAFANA = 'http://grafana.example';

/** One alert to the letter: what its texts and its link become. */
function textsOf(proof: Proof) {
  const rule = RULES.find(({ id }) => id === proof.rule)!;
  const { project, run, task } = proof.labels;
  return {
    name: `${rule.id}, its texts`,
    interval: `${STEP_S}s`,
    external_labels: { grafana_url: GRAFANA },
    input_series: proof.series.flatMap((series) => inputOf(series, timesOf(proof))),
    alert_rule_test: [
      {
        alertname: alertName(rule),
        eval_time: `${proof.firesAt}m`,
        exp_alerts: [
          {
            exp_labels: { ...proof.labels, severity: rule.severity, product: 'taskmaster', rule: rule.id },
            exp_annotations: {
              summary: `Task ${task} of ${project} is in progress and shows no sign of life`,
              since:
                'Last heard of at 2026-11-20 12:00:00 +0000 UTC; that is 1.4 times the silence its kind of work explains.',
              description: rule.meaning,
              link: `${GRAFANA}${runLink(project!, run!, { task, from: 1_795_174_200_000, to: 1_795_176_300_000 })}`,
              runbook_url: runbook(rule),
            },
          },
        ],
      },
    ],
  };
}

/** The test file; `ruleFile` as seen from it. */
export function prometheusTests(ruleFile: string) {
  return {
    rule_files: [ruleFile],
    evaluation_interval: '30s',
    tests: [...PROOFS.map(testOf), textsOf(PROOFS.find(({ rule }) => rule === 'stuck')!)],
  };
}
