import { mkdirSync } from 'node:fs';
import { fillJournal } from './fill-journal.ts';
import { fillTelemetry } from './fill-telemetry.ts';
import { type Plan, planOf } from './plan.ts';

/** Fills an empty data folder with a store of so many events and tasks; ends at `now`. Some minutes for ten million. */
export function fillStore(dataDir: string, events: number, now: number, say: (text: string) => void): Plan {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const plan = planOf(events, now);
  const began = Date.now();
  fillJournal(dataDir, plan);
  say(`journal of ${plan.journalEvents} events in ${Math.round((Date.now() - began) / 1000)} s`);
  fillTelemetry(dataDir, plan, say);
  say(`store of ${events} events in ${Math.round((Date.now() - began) / 1000)} s`);
  return plan;
}
