import { createInterface } from 'node:readline/promises';
import { EXIT, ExitError } from '../service/exit.ts';

/** Asks a yes-or-no question on the terminal. Without one it cannot ask, and refuses. */
export async function confirm(question: string): Promise<boolean> {
  if (process.stdin.isTTY !== true) {
    throw new ExitError(EXIT.usage, 'Nobody can be asked here: say --yes if you mean it.');
  }
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return /^y(es)?$/i.test((await lines.question(`${question} [y/N] `)).trim());
  } finally {
    lines.close();
  }
}
