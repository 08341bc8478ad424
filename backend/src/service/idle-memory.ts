import { giveBackMemory } from '../util/give-back.ts';

const LOOK_MS = 10_000;
/** A look at which the process used less than this since the last one, ms of processor time, is a quiet one. */
const QUIET_CPU_MS = 400;
const QUIET_LOOKS = 3;

/** Gives memory back once when the service has been quiet for half a minute, and again after each time it was busy. */
export function startIdleMemory(): { stop(): void } {
  let quietLooks = 0;
  let before = process.cpuUsage();
  const timer = setInterval(() => {
    const used = process.cpuUsage(before);
    before = process.cpuUsage();
    quietLooks = (used.user + used.system) / 1000 < QUIET_CPU_MS ? quietLooks + 1 : 0;
    if (quietLooks === QUIET_LOOKS) {
      giveBackMemory();
    }
  }, LOOK_MS).unref();
  return { stop: () => clearInterval(timer) };
}
