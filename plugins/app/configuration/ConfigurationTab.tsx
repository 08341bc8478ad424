import React from 'react';
import { Loading } from '../parts/Loading.tsx';

/** The tab on the app's own page in Grafana's plugin catalog. */
export default function ConfigurationTab() {
  return <Loading />;
}
