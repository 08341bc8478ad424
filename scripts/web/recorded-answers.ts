import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type Answer, type FrameJson, shiftTimes, toFrame } from './frames.ts';
import { recordedLookUp } from './recorded-look-ups.ts';
import { graphFrames, projectOf, readTaskFile } from './task-file.ts';

/** What the page's queries look like to this server. */
export interface Query {
  refId: string;
  queryType: string;
  query?: { project?: string; format?: string };
}

/** The moment the golden frames call "now", epoch ms. */
const GOLDEN_NOW = Date.parse('2026-11-20T12:00:00Z');
const GOLDEN = resolve(import.meta.dirname, '../../contract/golden');

export interface RecordedOptions {
  /** Epoch ms that golden times are moved to; undefined leaves them as recorded. */
  now?: () => number;
  /** A Task Master file, or a folder of them, offered as further projects. */
  tasks?: string;
}

function taskFiles(path: string | undefined): Map<string, string> {
  if (!path) {
    return new Map();
  }
  const files = statSync(path).isDirectory()
    ? readdirSync(path)
        .filter((name) => name.endsWith('.json'))
        .map((name) => join(path, name))
    : [path];
  return new Map(files.filter((file) => readTaskFile(file).length > 0).map((file) => [projectOf(file), file]));
}

/** Answers `/api/v1/query` from the golden frames of `contract/`, and dependency graphs from Task Master files. */
export function recordedAnswers({ now, tasks }: RecordedOptions) {
  const files = taskFiles(tasks);

  function golden(queryType: string): FrameJson[] | undefined {
    try {
      const answer = JSON.parse(readFileSync(join(GOLDEN, `${queryType}.json`), 'utf8')) as Answer;
      return Object.values(answer.results).flatMap(({ frames }) => frames ?? []);
    } catch {
      return undefined; // no such golden file
    }
  }

  function framesFor({ queryType, query }: Query): FrameJson[] | undefined {
    const file = query?.project === undefined ? undefined : files.get(query.project);
    if (file && queryType === 'dependencyGraph') {
      return graphFrames(readTaskFile(file));
    }
    const frames = golden(queryType);
    if (queryType === 'projects' && files.size > 0) {
      const rows = [...files.keys()].map((id) => ({ id, name: id }));
      return [...(frames ?? []), toFrame('task files', { id: 'string', name: 'string' }, rows)];
    }
    return frames;
  }

  return {
    lookUp: (what: string, parameters: URLSearchParams) =>
      recordedLookUp(what, parameters, (queryType) => framesFor({ refId: '', queryType }) ?? []),

    answer(queries: Query[]): Answer {
      const shift = now ? now() - GOLDEN_NOW : 0;
      const results: Answer['results'] = {};
      for (const query of queries) {
        const frames = /^\w+(-\w+)?$/.test(query.queryType) ? framesFor(query) : undefined;
        results[query.refId] = frames
          ? { status: 200, frames: frames.map((frame) => shiftTimes(frame, shift)) }
          : {
              status: 404,
              error: `No recorded answer for the query type "${query.queryType}".`,
              errorSource: 'downstream',
            };
      }
      return { results };
    },
  };
}
