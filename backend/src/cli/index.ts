import { CommanderError } from 'commander';
import { EXIT, ExitError } from '../service/exit.ts';
import { beginLean } from './lean-process.ts';
import { makeProgram } from './program.ts';

/** Runs one command; every failure ends in one sentence and a documented exit code. */
async function main(): Promise<void> {
  process.stdout.on('error', endWithReader);
  const program = makeProgram();
  program.exitOverride();
  program.commands.forEach((command) => command.exitOverride());
  try {
    await program.parseAsync();
  } catch (error) {
    process.exitCode = report(error);
  }
}

/** Whoever reads our output has seen enough (`… | head`): that is no failure. */
function endWithReader(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') {
    throw error;
  }
  process.exit();
}

function report(error: unknown): number {
  if (error instanceof CommanderError) {
    return error.exitCode === 0 ? EXIT.ok : EXIT.usage; // commander has said it
  }
  if (error instanceof ExitError) {
    process.stderr.write(`${error.message}\n`);
    return error.exitCode;
  }
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  return EXIT.internal;
}

beginLean(process.argv[2]);
await main();
