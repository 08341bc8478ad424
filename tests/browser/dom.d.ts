/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
// Functions given to `page.evaluate` run in the browser.
