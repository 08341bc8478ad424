import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { type ConnectionOptions, dataFolderOf } from '../client.ts';
import { hookProgram } from '../hook-program.ts';

/**
 * Hands a hook event on standard input over, as the shell program does; for trying it out. Settings name the program
 * itself, because starting Node alone takes longer than a hook should. Always ends with 0: a hook must not stop an agent.
 */
export function hook(options: ConnectionOptions): Promise<void> {
  return new Promise((resolve) => {
    const child = spawn('sh', [hookProgram(), join(dataFolderOf(options), 'spool')], { stdio: 'inherit' });
    child.on('error', () => resolve());
    child.on('exit', () => resolve());
  });
}
