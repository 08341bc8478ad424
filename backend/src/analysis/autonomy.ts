import { median } from './quantile.ts';

/**
 * How far agents work on their own, from the quantities Anthropic publishes in "Measuring AI agent autonomy in practice"
 * (2026-02-18). Each component is brought to 0–1 so that 0.5 is the published figure, and every one of them is shown; docs/autonomy.md.
 */

export interface SessionFacts {
  prompts: number;
  turns: number;
  interruptions: number;
  decisionsAuto: number;
  decisionsHuman: number;
  decisionsRejected: number;
  /** Waiting for a person, ms. */
  blockedMs: number;
}

export interface AutonomyComponent {
  name: 'turnTime' | 'autoApproved' | 'interruptions' | 'interventions';
  /** 0–1, null without data. */
  value: number | null;
  weight: number;
  /** What was measured, in `unit`; null without data. */
  quantity: number | null;
  unit: 'ms' | 'percentunit' | 'short';
  /** The published figure the value 0.5 stands for. */
  reference: number;
  text: string;
}

export interface Autonomy {
  /** Mean of the components that have data, by weight; null where none has. */
  score: number | null;
  sessions: number;
  /** Time agents waited for a person, ms; part of no component, shown beside them. */
  blockedOnUserMs: number;
  components: AutonomyComponent[];
}

/** Published: half of all turns take less than about 45 s, one in a thousand more than 45 min. */
const TURN_MS = 45_000;
const LONGEST_TURN_MS = 45 * 60_000;
/** Published: experienced people interrupt 9 % of turns (new ones 5 %). */
const INTERRUPTIONS_PER_TURN = 0.09;
/** Published: 3.3 interventions per session (internal use, December 2025; 5.4 in August). */
const INTERVENTIONS_PER_SESSION = 3.3;

const clamp = (value: number) => Math.min(1, Math.max(0, value));

/** 0.5 at the published median, 1 at the published longest, on a logarithmic scale: turn times spread over orders of magnitude. */
function turnTimeValue(ms: number): number {
  return ms <= 0 ? 0 : clamp(0.5 + 0.5 * (Math.log(ms / TURN_MS) / Math.log(LONGEST_TURN_MS / TURN_MS)));
}

/** 1 at none, 0.5 at the reference, towards 0 with more. */
const lessIsMore = (quantity: number, reference: number) => reference / (reference + quantity);

function component(
  name: AutonomyComponent['name'],
  unit: AutonomyComponent['unit'],
  reference: number,
  quantity: number | undefined,
  valueOf: (quantity: number) => number,
  textOf: (quantity: number) => string,
  without: string
): AutonomyComponent {
  const known = quantity !== undefined && Number.isFinite(quantity);
  return {
    name,
    value: known ? round(clamp(valueOf(quantity))) : null,
    weight: 1,
    quantity: known ? quantity : null,
    unit,
    reference,
    text: known ? textOf(quantity) : without,
  };
}

const round = (value: number) => Math.round(value * 10_000) / 10_000;
const percent = (share: number) => `${Math.round(share * 1000) / 10} %`;

/** The score and its components; `turnsMs` are durations of single turns (at best the latest few hundred). */
export function autonomyOf(sessions: readonly SessionFacts[], turnsMs: readonly number[]): Autonomy {
  const sum = (pick: (session: SessionFacts) => number) => sessions.reduce((total, one) => total + pick(one), 0);
  const turns = sum((one) => one.turns);
  const human = sum((one) => one.decisionsHuman + one.decisionsRejected);
  const decisions = sum((one) => one.decisionsAuto) + human;
  const interruptions = sum((one) => one.interruptions);
  const followUps = sum((one) => Math.max(0, one.prompts - 1));
  const components = [
    component(
      'turnTime',
      'ms',
      TURN_MS,
      median(turnsMs),
      turnTimeValue,
      (ms) => `Half of ${turnsMs.length} turns took longer than ${Math.round(ms / 1000)} s`,
      'No turn seen'
    ),
    component(
      'autoApproved',
      'percentunit',
      0.5,
      decisions > 0 ? 1 - human / decisions : undefined,
      (share) => share,
      (share) => `${percent(share)} of ${decisions} tool decisions without a person`,
      'No tool decision seen'
    ),
    component(
      'interruptions',
      'percentunit',
      INTERRUPTIONS_PER_TURN,
      turns > 0 ? interruptions / turns : undefined,
      (rate) => lessIsMore(rate, INTERRUPTIONS_PER_TURN),
      (rate) => `${percent(rate)} of ${turns} turns interrupted`,
      'No turn seen'
    ),
    component(
      'interventions',
      'short',
      INTERVENTIONS_PER_SESSION,
      sessions.length > 0 ? (followUps + human + interruptions) / sessions.length : undefined,
      (each) => lessIsMore(each, INTERVENTIONS_PER_SESSION),
      (each) => `${Math.round(each * 10) / 10} interventions per session`,
      'No session seen'
    ),
  ];
  const known = components.filter((one) => one.value !== null);
  const weight = known.reduce((total, one) => total + one.weight, 0);
  return {
    score: weight > 0 ? round(known.reduce((total, one) => total + one.value! * one.weight, 0) / weight) : null,
    sessions: sessions.length,
    blockedOnUserMs: sum((one) => one.blockedMs),
    components,
  };
}
