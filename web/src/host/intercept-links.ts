import { locationService } from '@grafana/runtime';

/** Addresses inside the page; everything else of this origin (`/status`, `/documentation`, files) is loaded as it is. */
const INSIDE = /^\/(?:$|d\/|a\/)/;

/** The path a plain click on a link leads to inside the page, or undefined where the browser has to follow it itself. */
function pathOf(event: MouseEvent): string | undefined {
  const link = (event.target as Element | null)?.closest?.('a[href]');
  const plain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
  if (!(link instanceof HTMLAnchorElement) || !plain || event.defaultPrevented || link.hasAttribute('download')) {
    return undefined;
  }
  const { origin, pathname, search, hash, target } = link;
  const here = origin === location.origin && (target === '' || target === '_self');
  return here && INSIDE.test(pathname) ? `${pathname}${search}${hash}` : undefined;
}

/** Links of panels, dashboards and the app change the page without loading it anew, as in Grafana. */
export function interceptLinks() {
  document.addEventListener('click', (event) => {
    const path = pathOf(event);
    if (path !== undefined) {
      event.preventDefault();
      locationService.push(path);
    }
  });
}
