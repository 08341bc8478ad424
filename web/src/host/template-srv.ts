import { type ScopedVars, type TimeRange, type TypedVariableModel } from '@grafana/data';
import { type TemplateSrv } from '@grafana/runtime';
import { sceneGraph, type SceneVariable } from '@grafana/scenes';

const VARIABLE = /\$\w+|\[\[\w+?(?::\w+)?\]\]|\$\{\w+[^}]*\}/;

function toModel(variable: SceneVariable): TypedVariableModel {
  const { name, label, type } = variable.state;
  const value = variable.getValue();
  const current = { value, text: variable.getValueText?.() ?? String(value ?? '') };
  return { id: name, name, label, type, current, global: false, hide: 0, skipUrlSync: false } as never;
}

/** Variables of the dashboard on screen, for plugins that ask the template service instead of their props. */
export class HostTemplateSrv implements TemplateSrv {
  getVariables(): TypedVariableModel[] {
    const scene = window.__grafanaSceneContext;
    return scene ? sceneGraph.getVariables(scene).state.variables.map(toModel) : [];
  }

  replace(target?: string, scopedVars?: ScopedVars, format?: unknown): string {
    const scene = window.__grafanaSceneContext;
    return target === undefined || !scene
      ? (target ?? '')
      : sceneGraph.interpolate(scene, target, scopedVars, format as undefined);
  }

  containsTemplate(target?: string): boolean {
    return target !== undefined && VARIABLE.test(target);
  }

  updateTimeRange(_timeRange: TimeRange) {
    // Scenes reads the time range of the dashboard itself.
  }
}
