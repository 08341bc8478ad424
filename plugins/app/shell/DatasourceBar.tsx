import React from 'react';
import { useDatasource } from '../data/datasource.ts';
import { Choice } from '../parts/Choice.tsx';

/** Which datasource is read, where there is more than one to choose from. */
export function DatasourceBar() {
  const { all, settings, choose } = useDatasource();
  return all.length < 2 || !settings ? null : (
    <Choice
      label="Datasource"
      value={settings.uid}
      options={all.map(({ uid, name }) => ({ value: uid, label: name }))}
      onChange={choose}
    />
  );
}
