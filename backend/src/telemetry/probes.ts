import { type Probe } from './upstream/options.ts';

/**
 * Questions that need no more rights than reading does, and cost a server next to nothing. Those that tell versions or
 * names of clusters may be forbidden where reading is not.
 */

export const prometheusProbe: Probe = {
  request: { method: 'POST', path: '/api/v1/query', body: { form: new URLSearchParams({ query: 'vector(1)' }) } },
  fits: (answer) => fieldOf(answer, 'status') === 'success',
};

export const jaegerProbe: Probe = {
  request: { method: 'GET', path: '/api/services' },
  fits: (answer) => fieldOf(answer, 'data') !== undefined,
};

/** `index`: names or patterns, separated by commas. */
export function elasticProbe(index: string): Probe {
  const names = index.split(',').map(encodeURIComponent).join(',');
  const query = new URLSearchParams({ fields: '@timestamp', ignore_unavailable: 'true', allow_no_indices: 'true' });
  return {
    request: { method: 'GET', path: `/${names}/_field_caps`, query },
    fits: (answer) => typeof fieldOf(answer, 'fields') === 'object',
  };
}

function fieldOf(answer: unknown, name: string): unknown {
  return typeof answer === 'object' && answer !== null ? (answer as Record<string, unknown>)[name] : undefined;
}
