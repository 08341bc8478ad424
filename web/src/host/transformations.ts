import {
  type DataTransformerInfo,
  standardTransformers,
  standardTransformersRegistry,
  type TransformerRegistryItem,
} from '@grafana/data';

const NoEditor = () => null;

/** Registers every transformation of @grafana/data, so that a dashboard's `transformations` run here as in Grafana. */
export function offerTransformations() {
  // Some are listed there twice, under an older name.
  const byId = new Map((Object.values(standardTransformers) as DataTransformerInfo[]).map((one) => [one.id, one]));
  standardTransformersRegistry.setInit(() =>
    [...byId.values()].map((transformation): TransformerRegistryItem => ({
      id: transformation.id,
      name: transformation.name,
      description: transformation.description,
      transformation: () => Promise.resolve(transformation),
      editor: NoEditor,
      imageDark: '',
      imageLight: '',
    }))
  );
}
