import { type FailureRule } from '../state/types.ts';

/**
 * What outputs and exit codes mean, first match first. Codes above 128 are signals (POSIX shell), 126 and 127 the shell's own
 * ("cannot be executed", "not found"), 75 `EX_TEMPFAIL` and 77 `EX_NOPERM` of sysexits.h.
 * The texts are those of Claude Code, the Anthropic and OpenAI APIs, curl, Node and git.
 */
export const BUILT_IN_RULES: readonly FailureRule[] = [
  { exitCode: 127, class: 'permanent', kind: 'bad-command', text: 'The command was not found' },
  { exitCode: 126, class: 'permanent', kind: 'bad-command', text: 'The command cannot be executed' },
  {
    match: '(?i)rate.?limit|too many requests|\\b429\\b|usage limit reached|quota exceeded',
    class: 'transient',
    kind: 'rate-limit',
    text: 'The service limits the rate of requests',
  },
  {
    match: '(?i)overloaded(_error)?|\\b529\\b|server is busy|capacity',
    class: 'transient',
    kind: 'overload',
    text: 'The service is overloaded',
  },
  {
    match:
      '(?i)invalid.{0,10}api.?key|authentication_error|not logged in|please run /login|permission_error|\\b401\\b.{0,30}(unauthori|error)|credit balance is too low|oauth token has expired',
    class: 'permanent',
    kind: 'auth',
    text: 'The service refuses these credentials',
  },
  {
    match: '(?i)out of memory|cannot allocate memory|ENOMEM|heap limit allocation failed|std::bad_alloc|MemoryError',
    class: 'transient',
    kind: 'memory',
    text: 'There was not enough memory',
  },
  {
    match: '(?i)no space left on device|ENOSPC|disk quota exceeded|EDQUOT',
    class: 'transient',
    kind: 'overload',
    text: 'There was no room on the disk',
  },
  {
    match:
      '(?i)ECONNRESET|ECONNREFUSED|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|EPIPE|socket hang up|network is unreachable|connection (reset|refused|timed out|error)|could not resolve host|fetch failed|TLS handshake',
    class: 'transient',
    kind: 'network',
    text: 'The network failed',
  },
  {
    match:
      '(?i)\\b50[0234]\\b.{0,40}(error|gateway|unavailable|timeout)|internal server error|bad gateway|service unavailable|api_error',
    class: 'transient',
    kind: 'server-error',
    text: 'The service failed',
  },
  { match: '(?i)timed? ?out|deadline exceeded', class: 'transient', kind: 'timeout', text: 'Something took too long' },
  { exitCode: 75, class: 'transient', kind: 'exit', text: 'The command asked to be tried again (exit code 75)' },
  { exitCode: 77, class: 'permanent', kind: 'auth', text: 'The command was not permitted (exit code 77)' },
];
