import { basename } from 'node:path';

/** Programs whose first argument says what they do. Of every other nothing but its name is kept: arguments may be secrets. */
const WITH_SUBCOMMANDS = new Set([
  'task-master',
  'task-master-ai',
  'taskmaster-observe',
  'claude',
  'git',
  'gh',
  'npm',
  'npx',
  'pnpm',
  'yarn',
  'bun',
  'deno',
  'go',
  'cargo',
  'make',
  'docker',
  'kubectl',
  'terraform',
  'gradle',
  'mvn',
  'dotnet',
  'pip',
  'uv',
  'poetry',
]);
const SUBCOMMAND = /^[a-z][a-z0-9:_-]{0,39}$/;

/** Short name of a command, for people and as a label: `task-master expand`, `npm test`, `pytest`. */
export function commandName(command: readonly string[]): string {
  const [program = '', first = ''] = command;
  const name = basename(program).slice(0, 60);
  return WITH_SUBCOMMANDS.has(name) && SUBCOMMAND.test(first) ? `${name} ${first}` : name;
}
