import { FieldType, toDataFrame } from '@grafana/data';
import { describe, expect, it } from 'vitest';
import { eventAnnotations } from './event-annotations.ts';
import { toAnnotationFrame } from './annotation-frame.ts';

const events = toDataFrame({
  fields: [
    { name: 'time', type: FieldType.time, values: [1, 2, 3] },
    { name: 'id', values: ['e1', 'e2', 'e3'] },
    { name: 'type', values: ['task.status', 'run.ended', 'input.broken'] },
    { name: 'project', values: ['a b', 'p', null] },
    { name: 'tag', values: ['master', null, null] },
    { name: 'run', values: ['r&1', 'r', null] },
    { name: 'taskId', values: ['5.2', null, null] },
    { name: 'agent', values: ['claude', null, null] },
    { name: 'text', values: ['5.2 <b>done</b> & dusted', 'The run ended', 'x'] },
  ],
});
const rows = (name: string) =>
  toAnnotationFrame(events, { uid: 'ds1', name: 'One' }).fields.find((field) => field.name === name)?.values;

describe('events as annotations', () => {
  it('say when, what, about what, and lead to the run', () => {
    expect(rows('time')).toEqual([1, 2, 3]);
    expect(rows('title')).toEqual(['Task 5.2 · task.status', 'run.ended', 'input.broken']);
    expect(rows('tags')?.[0]).toEqual(['task.status', 'a b', 'master', 'task 5.2', 'claude']);
    expect(rows('text')?.[1]).toBe(
      'The run ended<br><a href="/a/taskmaster-observability-app/projects/p/runs/r?ds=ds1">Open the run</a>'
    );
    expect(rows('text')?.[2]).toBe('x');
  });

  it('take no markup from what agents and files say', () => {
    const text = String(rows('text')?.[0]);
    expect(text).toMatch(/^5\.2 &#60;b&#62;done&#60;\/b&#62; &#38; dusted<br>/);
    expect(text).toContain('/projects/a%20b/runs/r%261?task=5.2&#38;ds=ds1');
  });

  it('are asked as events whatever the annotation was saved with', () => {
    const saved = { name: 'x', enable: true, iconColor: 'red' };
    expect(eventAnnotations.prepareAnnotation?.({ ...saved })).toMatchObject({
      target: { queryType: 'events', refId: 'Anno' },
    });
    const prepared = eventAnnotations.prepareAnnotation?.({ ...saved });
    expect(eventAnnotations.prepareAnnotation?.(prepared)).toBe(prepared);
    const target = { refId: 'Anno', queryType: 'events', query: { project: 'p' } };
    expect(eventAnnotations.prepareQuery?.({ ...saved, target })).toEqual({ ...target, asAnnotations: true });
  });
});
