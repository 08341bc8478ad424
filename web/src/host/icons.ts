import { cacheStore } from 'react-inlinesvg';
import icons from 'virtual:icons';

/** Gives the icons nearly every page shows to the loader of @grafana/ui, which would ask for each in a request of its own. */
export function offerIcons() {
  for (const [name, content] of Object.entries(icons)) {
    cacheStore.set(`/public/build/img/icons/unicons/${name}.svg`, { content, status: 'loaded' });
  }
}
