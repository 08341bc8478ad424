import { type Page } from 'playwright-core';

/** What Grafana says by itself, with or without our panels: not ours. */
const GRAFANAS_OWN = [
  /Failed to load resource.*(grafana\.com|gravatar|avatar)/i,
  /Unsatisfied version .* of shared singleton module/,
];

/** Collects console errors, exceptions, failed requests and refused answers while a page is open. */
export function watch(page: Page): string[] {
  const problems: string[] = [];
  const tell = (text: string) => {
    if (!GRAFANAS_OWN.some((one) => one.test(text))) {
      problems.push(text.slice(0, 800));
    }
  };
  page.on('console', (message) => {
    if (message.type() === 'error') {
      tell(`console: ${message.text()} (${message.location().url})`);
    }
  });
  page.on('pageerror', (error) => tell(`exception: ${error.stack ?? error.message}`));
  page.on('requestfailed', (request) => {
    // A query that a newer one replaces, and whatever a page had under way when it was left, end this way by intent.
    if (request.failure()?.errorText !== 'net::ERR_ABORTED') {
      tell(`failed: ${request.url()} ${request.failure()?.errorText}`);
    }
  });
  page.on('response', (response) => {
    if (response.status() >= 400) {
      tell(`answer ${response.status()}: ${response.url()}`);
    }
  });
  return problems;
}
