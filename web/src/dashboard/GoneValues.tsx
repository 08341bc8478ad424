import { MultiValueVariable, sceneGraph, type SceneObject, type VariableValueOption } from '@grafana/scenes';
import { Alert, Button } from '@grafana/ui';
import React, { useEffect, useState } from 'react';

interface Gone {
  variable: MultiValueVariable;
  label: string;
  value: string;
}

/** Variables whose value is none of their choices: a project that was purged, a run of another one. */
function goneOf(scene: SceneObject): Gone[] {
  return sceneGraph.getVariables(scene).state.variables.flatMap((variable): Gone[] => {
    if (!(variable instanceof MultiValueVariable) || variable.state.loading || variable.hasAllValue()) {
      return [];
    }
    const { options, value, label, name } = variable.state;
    const known = new Set(options.map((one: VariableValueOption) => String(one.value)));
    const missing = [value]
      .flat()
      .map(String)
      .find((one) => one !== '' && !known.has(one));
    return options.length > 0 && missing ? [{ variable, label: label ?? name, value: missing }] : [];
  });
}

/** Says what an address asks for that is not there any more, and offers what is. */
export function GoneValues({ scene }: { scene: SceneObject }) {
  const [gone, setGone] = useState<Gone[]>([]);
  useEffect(() => {
    const again = () => setGone(goneOf(scene));
    const subscriptions = sceneGraph.getVariables(scene).state.variables.map((one) => one.subscribeToState(again));
    again();
    return () => subscriptions.forEach((one) => one.unsubscribe());
  }, [scene]);
  return gone.map(({ variable, label, value }) => {
    const first = variable.state.options[0];
    return (
      <Alert
        key={label}
        severity="warning"
        title={`${label} “${value}” is not among the choices. It may have been deleted, or never was.`}
        bottomSpacing={1}
        topSpacing={0}
      >
        {first ? (
          <Button size="sm" variant="secondary" onClick={() => variable.changeValueTo(first.value, first.label)}>
            {`Show ${first.label}`}
          </Button>
        ) : null}
      </Alert>
    );
  });
}
