import { type Dashboard } from '@grafana/grafana-foundation-sdk/dashboard';
import { agents } from './agents.ts';
import { cost } from './cost.ts';
import { development } from './development.ts';
import { executive } from './executive.ts';
import { operations } from './operations.ts';
import { UIDS } from './parts/addresses.ts';
import { toDashboard } from './parts/dashboard.ts';
import { run } from './run.ts';
import { userExperience } from './user-experience.ts';

const ALL = [run, executive, operations, development, userExperience, cost, agents];

/** Every dashboard, under the name of its file: its uid without the product's name. */
export function dashboards(): Map<string, Dashboard> {
  return new Map(ALL.map((spec) => [UIDS[spec.name].replace('taskmaster-', ''), toDashboard(spec)]));
}
