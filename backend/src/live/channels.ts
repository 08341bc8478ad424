import { type JournalEvent } from '#contract/events.ts';
import { type LiveChannel } from '#contract/live.ts';

/** What a client listens to. */
export interface ChannelSet {
  all: boolean;
  projects: ReadonlySet<string>;
  runs: ReadonlySet<string>;
}

const MOST_CHANNELS = 100;

/** Reads `projects,project/a,run/b`; a string is the sentence to refuse it with. */
export function parseChannels(text: string | undefined): ChannelSet | string {
  const names = (text ?? 'projects')
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
  if (names.length === 0 || names.length > MOST_CHANNELS) {
    return `“channels” takes 1 to ${MOST_CHANNELS} names, separated by commas.`;
  }
  const projects = new Set<string>();
  const runs = new Set<string>();
  let all = false;
  for (const name of names) {
    const slash = name.indexOf('/');
    const kind = slash < 0 ? name : name.slice(0, slash);
    const id = slash < 0 ? '' : name.slice(slash + 1);
    if (name === 'projects') {
      all = true;
    } else if (kind === 'project' && id !== '') {
      projects.add(id);
    } else if (kind === 'run' && id !== '') {
      runs.add(id);
    } else {
      return `“${name.slice(0, 100)}” is no channel; there are projects, project/<id> and run/<id>.`;
    }
  }
  return { all, projects, runs };
}

/** The channel an event reaches a client by, the most particular one the client named; undefined where it does not. */
export function channelOf(event: JournalEvent, channels: ChannelSet): LiveChannel | undefined {
  if (event.run !== undefined && channels.runs.has(event.run)) {
    return `run/${event.run}`;
  }
  if (event.project !== undefined && channels.projects.has(event.project)) {
    return `project/${event.project}`;
  }
  return channels.all ? 'projects' : undefined;
}
