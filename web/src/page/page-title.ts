const PRODUCT = 'Task-Master Observability';

/** The browser's title of a page. */
export function pageTitle(title: string | undefined): string {
  return title && title !== PRODUCT ? `${title} · ${PRODUCT}` : PRODUCT;
}
