import { type DataFrame, type DataQueryResponse, type PreferredVisualisationType } from '@grafana/data';
import { toAnnotationFrame } from '../annotations/annotation-frame.ts';
import { withLevel } from '../explore/logs-volume.ts';
import { addLinks } from '../links/add-links.ts';
import { type LinkSource } from '../links/data-links.ts';
import { type TaskmasterQuery } from '../types.ts';
import { colorArcs } from './color-arcs.ts';
import { nameSeries } from './name-series.ts';
import { sayWhenEmpty } from './when-empty.ts';

/** How Explore draws a frame the service says nothing about. */
function visualisationOf(queryType: string | undefined, frame: DataFrame): PreferredVisualisationType {
  switch (queryType) {
    case 'dependencyGraph':
      return 'nodeGraph';
    case 'metric':
      return frame.fields.some(({ type }) => type === 'time') ? 'graph' : 'table';
    case 'logs':
      return frame.fields.some(({ name }) => name === 'body') ? 'logs' : 'graph';
    default:
      return 'table';
  }
}

/** What panels draw better with a name or a colour. */
function dress(frame: DataFrame, { queryType }: TaskmasterQuery): DataFrame {
  switch (queryType) {
    case 'metric':
    case 'logs':
      return nameSeries(frame);
    case 'dependencyGraph':
      return colorArcs(frame);
    default:
      return frame;
  }
}

function finish(frame: DataFrame, target: TaskmasterQuery, source: LinkSource): DataFrame {
  if (target.asAnnotations) {
    return toAnnotationFrame(frame, source);
  }
  const preferredVisualisationType = frame.meta?.preferredVisualisationType ?? visualisationOf(target.queryType, frame);
  const told = sayWhenEmpty(frame, target);
  const shown = withLevel(dress({ ...told, meta: { ...frame.meta, preferredVisualisationType } }, target), target);
  return addLinks(shown, target, source);
}

/** An answer with links on its ids and a hint how to draw it. `targets` have their variables filled in. */
export function finishFrames(
  response: DataQueryResponse,
  targets: readonly TaskmasterQuery[],
  source: LinkSource
): DataQueryResponse {
  const byRefId = new Map(targets.map((target) => [target.refId, target]));
  const data = (response.data as DataFrame[]).map((frame) => {
    const target = byRefId.get(frame.refId ?? '') ?? (targets.length === 1 ? targets[0] : undefined);
    return target ? finish(frame, target, source) : frame;
  });
  return { ...response, data };
}
