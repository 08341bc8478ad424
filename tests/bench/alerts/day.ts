import { playDay } from '../../alerts/day/day.ts';
import { type Measured } from '../result.ts';

/** False alarms of a noisy but healthy day. */
export async function dayRow(hours: number): Promise<Measured> {
  const { alarms, events } = await playDay({ hours, seed: 1 });
  const byRule = new Map<string, number>();
  alarms.forEach(({ uid }) => byRule.set(uid, (byRule.get(uid) ?? 0) + 1));
  const names = [...byRule].map(([uid, count]) => `${uid.replace('taskmaster-', '')} ${count}`).join(', ');
  return {
    name: 'alerts an hour, noisy but healthy run',
    value: alarms.length / hours,
    unit: 'an hour',
    target: 2,
    better: 'lower',
    note: `${hours} h, ${events} events; ${alarms.length} alerts${names ? `: ${names}` : ''}`,
  };
}
