import { type SceneComponentProps, SceneObjectBase, type SceneObject, type SceneObjectState } from '@grafana/scenes';
import React from 'react';

interface State extends SceneObjectState {
  controls: SceneObject[];
}

/** Range and refresh beside each other at the end of the line: where there is no room for both, both go to the next. */
export class TimeControls extends SceneObjectBase<State> {
  static Component = ({ model }: SceneComponentProps<TimeControls>) => {
    const { controls } = model.useState();
    return (
      <div style={{ display: 'flex', flexWrap: 'wrap', gap: 8, marginLeft: 'auto' }}>
        {controls.map((control) => (
          <control.Component key={control.state.key} model={control} />
        ))}
      </div>
    );
  };
}
