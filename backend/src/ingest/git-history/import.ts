import { sep } from 'node:path';
import { simpleGit } from 'simple-git';
import { newEvent, type NewEvent } from '#contract/events.ts';
import { type AppendResult } from '../../store/types.ts';
import { type ProjectIdentity } from '../project-id.ts';
import { TASK_FILES } from '../task-master/locate.ts';
import { CatFile } from './cat-file.ts';
import { type CommittedState, CommittedStates } from './committed-state.ts';
import { type Commit, listCommits } from './list-commits.ts';
import { committedTransitions } from './transitions.ts';

export interface ImportOptions {
  project: ProjectIdentity;
  append: (events: NewEvent[]) => Promise<AppendResult>;
  /** Only commits after this moment, epoch ms; the whole history where absent. */
  since?: number;
  signal?: AbortSignal;
  /** Name of this import in its notes of progress. */
  job?: string;
  onProgress?: (progress: ImportProgress) => void;
  now?: () => number;
}

export interface ImportProgress {
  commitsDone: number;
  commitsTotal: number;
  /** Transitions that were new to the journal, and those it had already. */
  transitions: number;
  known: number;
  finished: boolean;
}

/** How many commits go between two notes of progress in the journal. */
const NOTE_EVERY = 50;

/**
 * Reads every committed status change of a project's task file into the journal, dated with its commit. May be stopped
 * and run again at any time: an event's id is made of its commit, so nothing is written twice.
 * Rejects with a sentence where the folder is no Git repository.
 */
export async function importHistory(options: ImportOptions): Promise<ImportProgress> {
  const { project, append, signal } = options;
  const now = options.now ?? Date.now;
  if (!project.gitDir) {
    throw new Error(`${project.path} is no Git repository: there is no history to import`);
  }
  const files = await taskFilesInRepository(project.path);
  const commits = await listCommits(
    project.path,
    files.map((file) => `:(top)${file}`),
    options.since
  );
  const progress: ImportProgress = {
    commitsDone: 0,
    commitsTotal: commits.length,
    transitions: 0,
    known: 0,
    finished: false,
  };
  const git = new CatFile(project.path);
  const states = new CommittedStates(git, files);
  const note = async (head: string | undefined): Promise<void> => {
    options.onProgress?.({ ...progress });
    const { commitsDone, commitsTotal, finished } = progress;
    const data = {
      commitsDone,
      commitsTotal,
      finished,
      ...(head ? { head } : {}),
      ...(options.job ? { job: options.job } : {}),
    };
    await append([newEvent('import.progress', { project: project.id, at: now(), source: 'git', data })]);
  };
  try {
    for (const commit of commits) {
      if (signal?.aborted) {
        return progress;
      }
      const events = await transitionsOf(project.id, commit, states);
      if (events.length > 0) {
        const result = await append(events);
        progress.transitions += result.accepted;
        progress.known += result.duplicates;
      }
      progress.commitsDone++;
      if (progress.commitsDone % NOTE_EVERY === 0 && progress.commitsDone < commits.length) {
        await note(commit.hash);
      }
    }
    progress.finished = true;
    await note(commits.at(-1)?.hash);
    return progress;
  } finally {
    git.close();
  }
}

async function transitionsOf(project: string, commit: Commit, states: CommittedStates): Promise<NewEvent[]> {
  const state = await states.at(commit.hash);
  if (!state) {
    return [];
  }
  const parents: CommittedState[] = [];
  for (const parent of commit.parents) {
    const known = await states.lastGood(parent);
    if (known) {
      parents.push(known);
    }
  }
  return committedTransitions(project, commit, state, parents);
}

/** The task files' paths from the repository's top, as objects are named. */
async function taskFilesInRepository(folder: string): Promise<string[]> {
  const top = (await simpleGit({ baseDir: folder }).raw(['rev-parse', '--show-prefix'])).trim();
  return TASK_FILES.map((file) => top + file.split(sep).join('/'));
}
