import { execa } from 'execa';

const GIT_MS = 120_000;

/** A git command that failed, with what git said. */
export class GitError extends Error {
  readonly output: string;

  constructor(args: readonly string[], output: string) {
    const said = output.trim().split('\n').at(-1) ?? '';
    super(`git ${args[0] ?? ''} failed${said === '' ? '' : `: ${said.slice(0, 300)}`}`);
    this.output = output;
  }
}

/**
 * Runs git in a folder, in English, without asking anybody. Our own commits bypass hooks and signing (`--verify` of `execute` is the
 * gate, and nobody is there to enter a passphrase).
 * @returns standard output without its last line break
 * @throws GitError
 */
export async function git(cwd: string, ...args: string[]): Promise<string> {
  const { stdout, stderr, failed, exitCode } = await execa(
    'git',
    ['-c', 'core.hooksPath=/dev/null', '-c', 'commit.gpgSign=false', '-c', 'core.quotePath=false', ...args],
    {
      cwd,
      env: { LC_ALL: 'C', GIT_TERMINAL_PROMPT: '0', GIT_OPTIONAL_LOCKS: '0' },
      reject: false,
      timeout: GIT_MS,
      stdin: 'ignore',
      maxBuffer: 32 * 1024 * 1024,
    }
  );
  if (failed || exitCode !== 0) {
    throw new GitError(args, `${stdout ?? ''}\n${stderr ?? ''}`);
  }
  return stdout;
}

/** What git answers, or undefined where it fails. */
export async function gitOrNothing(cwd: string, ...args: string[]): Promise<string | undefined> {
  try {
    return await git(cwd, ...args);
  } catch {
    return undefined;
  }
}
