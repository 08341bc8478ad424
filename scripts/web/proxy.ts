import { type IncomingMessage, request as httpRequest, type ServerResponse } from 'node:http';
import { request as httpsRequest } from 'node:https';

/** Passes a request on to the service and its answer back, streams included; 502 with a sentence where it is not there. */
export function proxy(request: IncomingMessage, response: ServerResponse, api: URL): void {
  const target = new URL(request.url ?? '/', api);
  const send = target.protocol === 'https:' ? httpsRequest : httpRequest;
  // The service checks Host and Origin: to it, this server is the page it serves itself.
  const headers = { ...request.headers, host: api.host, ...(request.headers.origin ? { origin: api.origin } : {}) };
  const upstream = send(target, { method: request.method, headers }, (answer) => {
    response.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(response);
  });
  upstream.on('error', () => {
    if (response.headersSent) {
      response.destroy();
      return;
    }
    response.writeHead(502, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ message: `The service at ${api.origin} does not answer. Is it running?` }));
  });
  response.on('close', () => upstream.destroy());
  request.pipe(upstream);
}
