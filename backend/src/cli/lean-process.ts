/**
 * How the service's process is begun, whoever begins it (`npm start`, `up`, the bare command): heaps of young objects that
 * stay small in the main thread (its threads have limits of their own), and two arenas for native memory instead of eight for each core,
 * of which each keeps what it once held.
 */
const FLAGS = ['--disable-warning=ExperimentalWarning', '--max-semi-space-size=2'];
const ARENAS = { MALLOC_ARENA_MAX: '2' };
/** Set in the process begun anew, so that it is never begun a third time; not a setting, so not named as one. */
const MARK = 'TASKMASTER_PROCESS_LEAN';

/** Exchanges this process, in place (same id, same terminal), for one with those settings; returns where that is impossible. */
export function beginLean(command: string | undefined): void {
  const { execArgv, execPath, argv, env, platform } = process;
  const serves = command === 'start' || command === 'up';
  if (!serves || env[MARK] !== undefined || platform === 'win32' || typeof process.execve !== 'function') {
    return;
  }
  const missing = FLAGS.filter((flag) => !execArgv.some((given) => given.split('=')[0] === flag.split('=')[0]));
  try {
    process.execve(execPath, [execPath, ...execArgv, ...missing, ...argv.slice(1)], { ...ARENAS, ...env, [MARK]: '1' });
  } catch {
    // The service runs as well without them; it only takes more memory.
  }
}
