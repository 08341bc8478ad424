import { dataLayers } from '@grafana/scenes';
import { type AnnotationJson } from './model.ts';

/** Grafana's own store of annotations, which is not here. */
const isStored = ({ builtIn, datasource }: AnnotationJson) => Boolean(builtIn) || datasource?.uid === '-- Grafana --';

/** Annotation queries of a dashboard, each with a switch where the dashboard does not hide it. */
export function toLayers(list: AnnotationJson[]): dataLayers.AnnotationsDataLayer[] {
  return list
    .filter((one) => !isStored(one))
    .map((json) => {
      const query = { ...json, enable: json.enable ?? true, iconColor: json.iconColor ?? 'blue' };
      return new dataLayers.AnnotationsDataLayer({
        name: json.name,
        isEnabled: query.enable,
        isHidden: json.hide ?? false,
        query: query as never,
      });
    });
}
