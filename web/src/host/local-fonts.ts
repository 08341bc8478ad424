import { css } from '@emotion/react';

/** Stands in for @grafana/ui's font styles: no font is fetched, the machine's own are used where they are there. */
export function getFontStyles() {
  return css([
    { '@font-face': { fontFamily: 'Inter', src: `local('Inter'), local('Inter Variable')` } },
    { '@font-face': { fontFamily: 'Roboto Mono', src: `local('Roboto Mono')` } },
  ]);
}
