import {
  type dataLayers,
  SceneObjectBase,
  type SceneObjectState,
  type SceneComponentProps,
  type SceneObjectRef,
} from '@grafana/scenes';
import { InlineSwitch } from '@grafana/ui';
import React from 'react';

interface State extends SceneObjectState {
  layers: Array<SceneObjectRef<dataLayers.AnnotationsDataLayer>>;
}

function LayerSwitch({ layer }: { layer: dataLayers.AnnotationsDataLayer }) {
  const { name, isEnabled, key } = layer.useState();
  return (
    <InlineSwitch
      id={`layer-${key}`}
      label={name}
      showLabel
      value={isEnabled}
      onChange={() => layer.setState({ isEnabled: !isEnabled })}
    />
  );
}

/** A switch for every annotation query of the dashboard. */
export class LayerSwitches extends SceneObjectBase<State> {
  static Component = ({ model }: SceneComponentProps<LayerSwitches>) => (
    <>
      {model.useState().layers.map((layer, index) => (
        <LayerSwitch key={index} layer={layer.resolve()} />
      ))}
    </>
  );
}
