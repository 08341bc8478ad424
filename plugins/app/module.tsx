import { AppPlugin } from '@grafana/data';
import { BundlePage } from './BundlePage.tsx';

export const plugin = new AppPlugin().setRootPage(BundlePage);
