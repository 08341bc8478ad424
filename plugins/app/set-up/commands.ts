import { wantedSettings } from '../../../backend/src/monitor-init/settings.ts';

/** Where the service listens unless it was told otherwise. */
export const DEFAULT_ADDRESS = 'http://127.0.0.1:4747';
/** Stands for the folder until the user has entered one. */
export const FOLDER = '/path/to/project';

export interface Target {
  /** Address of the service as seen from where the agent runs. */
  address: string;
  folder: string;
  /** Id of the project, where it is known. */
  project?: string;
}

/** One word of a POSIX shell. A leading ~ stays for the shell to fill in. */
export function quote(text: string): string {
  if (/^[\w./:@%+=,-]+$/.test(text) || /^~\/[\w./:@%+=,-]*$/.test(text)) {
    return text;
  }
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}

/** An http or https address without what may trail it; undefined where the text is none. */
export function cleanAddress(text: string): string | undefined {
  try {
    const url = new URL(text.trim());
    return /^https?:$/.test(url.protocol) ? url.href.replace(/\/+$/, '') : undefined;
  } catch {
    return undefined;
  }
}

export const startCommand = ({ folder }: Pick<Target, 'folder'>) =>
  `taskmaster-observe up --detach --project ${quote(folder)}`;

export function monitorCommand({ address, folder }: Target): string {
  const url = address === DEFAULT_ADDRESS ? '' : ` --url ${quote(address)}`;
  return `taskmaster-observe monitor-init${url} ${quote(folder)}`;
}

const wanted = ({ address, folder, project }: Target) =>
  wantedSettings({ url: address, project: project ?? folder, command: '' });

/** The environment that makes Claude Code send OpenTelemetry here, as lines of a shell. */
export function environmentLines(target: Target): string {
  return Object.entries(wanted(target).env)
    .map(([name, value]) => `export ${name}=${quote(value)}`)
    .join('\n');
}

/** Hooks and environment as they stand in `.claude/settings.local.json`, without the command hooks: they need a program on disk. */
export function settingsJson(target: Target): string {
  const { env, hooks } = wanted(target);
  const http = Object.entries(hooks).filter(([, group]) => group.hooks.every(({ type }) => type === 'http'));
  const lists = Object.fromEntries(http.map(([event, group]) => [event, [group]]));
  return JSON.stringify({ env, hooks: lists }, undefined, 2);
}

/** An event any other executor can send. */
export function eventCommand({ address, project }: Target): string {
  const event = { type: 'attempt.started', project: project ?? 'my-project', taskId: '1', data: { executor: 'my-ci' } };
  const json = JSON.stringify([event]).replaceAll("'", String.raw`'\''`);
  return `curl -s ${quote(`${address}/api/v1/events`)} -H 'content-type: application/json' -d '${json}'`;
}
