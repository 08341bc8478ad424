import { describe, expect, it } from 'vitest';
import { type TraceSearch } from '../types.ts';
import { searchTags } from './search-tags.ts';

const tags = (more: Partial<TraceSearch>) => searchTags({ range: { from: 0, to: 1 }, filters: [], limit: 10, ...more });

describe('what Jaeger is asked for', () => {
  it('is what it can compare: equal, non-empty values of one span', () => {
    const filters = [
      { label: 'tool', op: '=' as const, value: 'Bash' },
      { label: 'model', op: '=~' as const, value: 'x.*' },
      { label: 'session', op: '=' as const, value: '' },
    ];
    expect(tags({ filters, project: 'shop', taskId: '1.2' })).toEqual([
      { tool: 'Bash', 'taskmaster.project': 'shop', 'taskmaster.task.id': '1.2' },
    ]);
  });

  it('is one search a session, or one for very many', () => {
    expect(tags({ sessions: ['a', 'b'] })).toEqual([{ 'session.id': 'a' }, { 'session.id': 'b' }]);
    expect(tags({ sessions: Array.from({ length: 9 }, (_, i) => `s${i}`), project: 'p' })).toEqual([
      { 'taskmaster.project': 'p' },
    ]);
  });

  it('is an error only where nothing else is asked: it may be another span’s', () => {
    expect(tags({ errorsOnly: true })).toEqual([{}, { error: 'true' }]);
    expect(tags({ errorsOnly: true, project: 'p' })).toEqual([{ 'taskmaster.project': 'p' }]);
  });
});
