import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/**
 * A collection of this thread's garbage. An idle thread allocates too little for V8 to collect by itself, and keeps what its
 * start or its last work left behind. Takes some tens of ms: only for a thread that has nothing to do.
 */
export function giveBackMemory(): void {
  setFlagsFromString('--expose-gc');
  const collect: unknown = runInNewContext('gc');
  if (typeof collect === 'function') {
    collect();
  }
}
