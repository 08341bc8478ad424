import { type PartHealth } from '../store/types.ts';

/** One dependency of the service and how it is, in a sentence. */
export interface Dependency extends PartHealth {
  name: string;
}

export interface ReadyReport {
  /** down: requests cannot be served as they should. */
  state: PartHealth['state'];
  dependencies: Dependency[];
}

/** The worst of the parts decides. */
export function readyReport(dependencies: Dependency[]): ReadyReport {
  const states = dependencies.map(({ state }) => state);
  const state = states.includes('down') ? 'down' : states.includes('degraded') ? 'degraded' : 'ok';
  return { state, dependencies };
}
