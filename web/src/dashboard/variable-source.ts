import { type ScopedVars, type TypedVariableModel } from '@grafana/data';
import { sceneGraph, type SceneObject, SceneObjectBase, type SceneVariable } from '@grafana/scenes';
import { type VariableSource } from '../host/template-srv.ts';

function toModel(variable: SceneVariable): TypedVariableModel {
  const { name, label, type } = variable.state;
  // As saved, not as filled in: "All" stays `$__all`, which plugins tell from every value chosen one by one.
  const { value = variable.getValue(), allValue } = variable.state as { value?: unknown; allValue?: string };
  const current = { value, text: variable.getValueText?.() ?? String(value ?? '') };
  return { id: name, name, label, type, current, allValue, global: false, hide: 0, skipUrlSync: false } as never;
}

/** The object a query runs for, which knows its own values of variables: those of a repeated panel, say. */
function askerOf(scopedVars: ScopedVars | undefined): SceneObject | undefined {
  const value: unknown = scopedVars?.__sceneObject?.value;
  const asker: unknown = (value as { valueOf?: () => unknown } | undefined)?.valueOf?.();
  return asker instanceof SceneObjectBase ? asker : undefined;
}

/** The variables of a dashboard, for plugins that ask Grafana's template service. */
export function variablesOf(scene: SceneObject): VariableSource {
  return {
    getVariables: () => sceneGraph.getVariables(scene).state.variables.map(toModel),
    replace: (target: string, scopedVars?: ScopedVars, format?: unknown) =>
      sceneGraph.interpolate(askerOf(scopedVars) ?? scene, target, scopedVars, format as undefined),
  };
}
