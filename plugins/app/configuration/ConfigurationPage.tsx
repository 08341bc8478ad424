import React from 'react';
import { Loading } from '../parts/Loading.tsx';
import { PageFrame } from '../shell/PageFrame.tsx';

export function ConfigurationPage() {
  return (
    <PageFrame>
      <Loading />
    </PageFrame>
  );
}
