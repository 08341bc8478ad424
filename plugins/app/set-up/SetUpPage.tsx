import React from 'react';
import { Loading } from '../parts/Loading.tsx';
import { PageFrame } from '../shell/PageFrame.tsx';

export function SetUpPage() {
  return (
    <PageFrame>
      <Loading />
    </PageFrame>
  );
}
