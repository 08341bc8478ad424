import { UpstreamFailure } from './failure.ts';
import { type Hide } from './words.ts';

const UNREACHABLE: Record<string, string> = {
  ECONNREFUSED: 'refuses connections: is it running, and is the port right?',
  ENOTFOUND: 'cannot be found: no machine has that name.',
  EAI_AGAIN: 'cannot be found: its name is not resolved at the moment.',
  EHOSTUNREACH: 'cannot be reached: there is no way to that machine.',
  ENETUNREACH: 'cannot be reached: there is no way to that network.',
  UND_ERR_CONNECT_TIMEOUT: 'does not take connections.',
};

/** What OpenSSL says where the other side does not speak TLS. */
const NO_TLS = /wrong version number|packet length too long|unknown protocol|http request/i;

/** Why nothing came over the wire. */
export function wireFailure(error: unknown, signal: AbortSignal, url: string, hide: Hide): UpstreamFailure {
  if (signal.aborted) {
    const late = (signal.reason as { name?: unknown } | undefined)?.name === 'TimeoutError';
    return late
      ? new UpstreamFailure('timeout', 'did not answer in time.')
      : new UpstreamFailure('left', 'was not waited for: whoever asked has gone.');
  }
  const { code = '', message } = error as NodeJS.ErrnoException;
  const known = UNREACHABLE[code];
  if (known) {
    return new UpstreamFailure('unreachable', known);
  }
  if (code === 'UND_ERR_HEADERS_TIMEOUT' || code === 'UND_ERR_BODY_TIMEOUT') {
    return new UpstreamFailure('timeout', 'did not answer in time.');
  }
  if (code.startsWith('ERR_OSSL_')) {
    const reason = message.split('::').at(-1);
    const text = `cannot be asked: “cert” and “key” do not belong together, or cannot be read (${reason}).`;
    return new UpstreamFailure('credentials', text);
  }
  return (
    (url.startsWith('https:') ? secureFailure(error) : plainFailure(error)) ??
    (/CERT|SSL|TLS|SELF_SIGNED|UNABLE_TO_VERIFY/.test(code)
      ? new UpstreamFailure('credentials', `and we do not agree on a certificate: ${hide(message)}.`)
      : new UpstreamFailure('cut', `broke off in the middle of its answer (${code || hide(message)}).`))
  );
}

function secureFailure(error: unknown): UpstreamFailure | undefined {
  const { message, socket } = error as Error & { socket?: { bytesRead?: number } };
  if (NO_TLS.test(message)) {
    return new UpstreamFailure('stranger', 'speaks plain http on that port: is https right in the url?');
  }
  if (socket?.bytesRead !== 0) {
    return undefined;
  }
  // TLS 1.3 refuses a client's certificate only after both sides believe to be connected.
  const text = 'closed the connection without a word: does it want another client’s certificate (cert, key)?';
  return new UpstreamFailure('cut', text);
}

function plainFailure(error: unknown): UpstreamFailure | undefined {
  const { name, code, data, socket } = error as NodeJS.ErrnoException & {
    data?: string;
    socket?: { bytesRead?: number };
  };
  if (name === 'HTTPParserError') {
    // A TLS alert (21) of any version 3.x.
    const text = data?.startsWith('\u0015\u0003')
      ? 'wants https on that port: is http right in the url?'
      : 'answers with something that is no HTTP: is the port right?';
    return new UpstreamFailure('stranger', text);
  }
  return code === 'UND_ERR_SOCKET' && socket?.bytesRead === 0
    ? new UpstreamFailure(
        'cut',
        'closed the connection without a word: is http right in the url, or does it want https?'
      )
    : undefined;
}
