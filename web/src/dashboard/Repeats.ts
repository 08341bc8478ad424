import {
  MultiValueVariable,
  sceneGraph,
  SceneGridLayout,
  SceneObjectBase,
  type SceneObjectState,
  type SceneVariable,
  type VariableValueOption,
} from '@grafana/scenes';
import { toChildren } from './grid.ts';
import { type PanelJson } from './model.ts';
import { type ChoicesOf } from './sections.ts';

interface State extends SceneObjectState {
  panels: PanelJson[];
  variables: string[];
}

const list = (value: unknown): string[] => (Array.isArray(value) ? value : [value]).map(String);

/** What a variable stands for now, one entry a value; undefined while it is still being looked up. */
function choicesOf(variable: SceneVariable | undefined) {
  if (!(variable instanceof MultiValueVariable)) {
    return variable && [{ value: String(variable.getValue() ?? ''), text: String(variable.getValue() ?? '') }];
  }
  const { options, value, text, loading } = variable.state;
  if (loading) {
    return undefined;
  }
  if (variable.hasAllValue()) {
    return options.map((one: VariableValueOption) => ({ value: String(one.value), text: one.label }));
  }
  const texts = list(text);
  return list(value)
    .map((one, index) => ({ value: one, text: texts[index] ?? one }))
    .filter((one) => one.value !== '');
}

/** Keeps a grid's repeated panels and rows in step with the variables they are repeated for. */
export class Repeats extends SceneObjectBase<State> {
  private shown = '';

  constructor(state: State) {
    super(state);
    this.addActivationHandler(() => {
      for (const name of this.state.variables) {
        const variable = sceneGraph.lookupVariable(name, this);
        this._subs.add(variable?.subscribeToState(() => this.update()));
      }
      this.update();
    });
  }

  private update() {
    const grid = this.parent;
    const { panels, variables } = this.state;
    const known = variables.map(
      (name) => [name, choicesOf(sceneGraph.lookupVariable(name, this) ?? undefined)] as const
    );
    const wanted = JSON.stringify(known);
    if (!(grid instanceof SceneGridLayout) || wanted === this.shown || known.some(([, choices]) => !choices)) {
      return;
    }
    this.shown = wanted;
    const choices = new Map(known);
    const lookUp: ChoicesOf = (name) => choices.get(name);
    grid.setState({ children: toChildren(panels, lookUp) });
  }
}
