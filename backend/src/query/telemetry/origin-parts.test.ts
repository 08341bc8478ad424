import { describe, expect, it } from 'vitest';
import { NOW } from '#contract/golden/sample/clock.ts';
import { BACKEND_SESSION, PROJECT } from '#contract/golden/sample/project.ts';
import { sampleJournal } from '../testing/sample-journal.ts';
import { originParts } from './origin-parts.ts';

const range = { from: NOW - 86_400_000, to: NOW };

describe('where the parts of a question belong', () => {
  const db = sampleJournal();

  it('a project’s sessions, and a task’s, are known to be the project’s', () => {
    const parts = [
      ...originParts(db, { project: PROJECT }, range),
      ...originParts(db, { project: PROJECT, taskId: '4' }, range),
    ];
    const bySession = parts.filter(({ sessions }) => sessions !== undefined);
    expect(bySession.length).toBeGreaterThan(1);
    expect(new Set(bySession.map(({ about }) => about))).toEqual(new Set([PROJECT]));
    expect(parts.every(({ project, sessions }) => project === undefined || sessions === undefined)).toBe(true);
  });

  it('a session’s project is looked up; of one that nobody knows nothing is claimed', () => {
    expect(originParts(db, { session: BACKEND_SESSION }, range)).toMatchObject([{ about: PROJECT }]);
    expect(originParts(db, { session: 'nobody' }, range)).toEqual([{ range, sessions: ['nobody'], filters: [] }]);
  });
});
