import { type ScopedVars, type TypedVariableModel } from '@grafana/data';
import { sceneGraph, type SceneObject, type SceneVariable } from '@grafana/scenes';
import { type VariableSource } from '../host/template-srv.ts';

function toModel(variable: SceneVariable): TypedVariableModel {
  const { name, label, type } = variable.state;
  const value = variable.getValue();
  const current = { value, text: variable.getValueText?.() ?? String(value ?? '') };
  return { id: name, name, label, type, current, global: false, hide: 0, skipUrlSync: false } as never;
}

/** The variables of a dashboard, for plugins that ask Grafana's template service. */
export function variablesOf(scene: SceneObject): VariableSource {
  return {
    getVariables: () => sceneGraph.getVariables(scene).state.variables.map(toModel),
    replace: (target: string, scopedVars?: ScopedVars, format?: unknown) =>
      sceneGraph.interpolate(scene, target, scopedVars, format as undefined),
  };
}
