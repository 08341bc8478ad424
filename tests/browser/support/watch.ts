import { type Page } from 'playwright-core';

/** What must not happen while a page is open, collected as it happens. */
export interface Watch {
  problems: string[];
  /** Answers with these statuses are part of the test. */
  expect: (...statuses: number[]) => void;
}

/** Collects console errors, exceptions, failed requests, refused answers and requests to anywhere else. */
export function watch(page: Page, origin: string): Watch {
  const problems: string[] = [];
  const expected = new Set<number>();
  const cut = (text: string) => text.slice(0, 600);
  page.on('console', (message) => {
    const status = /status of (\d+)/.exec(message.text())?.[1];
    if (message.type() === 'error' && !(status && expected.has(Number(status)))) {
      problems.push(`console: ${cut(message.text())} (${message.location().url})`);
    }
  });
  page.on('pageerror', (error) => problems.push(`exception: ${cut(error.stack ?? error.message)}`));
  page.on('requestfailed', (request) => {
    // A stream that is closed, a query that a newer one replaces, and an icon that is gone again end this way by intent.
    const intended =
      request.failure()?.errorText === 'net::ERR_ABORTED' && /\/api\/v1\/|\/img\/icons\//.test(request.url());
    if (!intended) {
      problems.push(`failed: ${request.url()} ${request.failure()?.errorText}`);
    }
  });
  page.on('request', (request) => {
    if (!request.url().startsWith(origin) && !/^(data|blob):/.test(request.url())) {
      problems.push(`request to elsewhere: ${request.url()}`);
    }
  });
  page.on('response', (response) => {
    if (response.status() >= 400 && !expected.has(response.status())) {
      problems.push(`answer ${response.status()}: ${response.url()}`);
    }
  });
  return { problems, expect: (...statuses) => statuses.forEach((status) => expected.add(status)) };
}
