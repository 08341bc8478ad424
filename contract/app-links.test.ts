import { expect, test } from 'vitest';
import { projectLink, runLink, taskLink } from './app-links.ts';

test('names are encoded, whatever they hold', () => {
  expect(projectLink('my shop/é-1a2b')).toBe('/a/taskmaster-observability-app/projects/my%20shop%2F%C3%A9-1a2b');
  expect(taskLink('p', 'a/b', '5.2', { from: 1, to: 'now' })).toBe(
    '/a/taskmaster-observability-app/projects/p/tasks/a%2Fb/5.2?from=1&to=now'
  );
});

test('what Grafana fills in later is left as it is', () => {
  expect(runLink('${__data.fields.project}', '${run:percentencode}', { task: '{{ $labels.task }}' })).toBe(
    '/a/taskmaster-observability-app/projects/${__data.fields.project}/runs/${run:percentencode}?task={{ $labels.task }}'
  );
});
