import { html } from './html.ts';
import { PAGE_STYLE } from './style.ts';

/** The log-in form; works without scripts. */
export function loginPage(next: string, failed: boolean): string {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width,initial-scale=1" />
        <link rel="icon" href="data:," />
        <title>Log in · Task Master observability</title>
        <style>
          ${PAGE_STYLE}
        </style>
      </head>
      <body>
        <main>
          <header><h1>Log in</h1></header>
          <section>
            ${failed ? html`<p class="problem" role="alert">That token is not the right one, or there were too many tries.</p>` : undefined}
            <form method="post" action="/api/v1/login">
              <label for="token">API token of this service (or its control token)</label>
              <input id="token" name="token" type="password" autocomplete="current-password" required />
              <input type="hidden" name="next" value="${next}" />
              <button type="submit">Log in</button>
            </form>
          </section>
        </main>
      </body>
    </html>`.text;
}
