import { pino, type DestinationStream, type Logger } from 'pino';
import { type Config } from '../config.ts';
import { type LogLines } from '../export/log-lines.ts';

/** Never in a log line, whatever is logged. */
const SECRETS = [
  'req.headers.authorization',
  'req.headers.cookie',
  'headers.authorization',
  'headers.cookie',
  'res.headers["set-cookie"]',
  '*.token',
  'token',
];

/** The service's log: JSON lines, or readable text on a terminal. Written at once, so that a crash loses none. */
export async function makeLogger(level: Config['logLevel'], lines?: LogLines): Promise<Logger> {
  const options = { level, redact: { paths: SECRETS, censor: '[secret]' }, base: undefined };
  if (process.stdout.isTTY) {
    const { default: pretty } = await import('pino-pretty');
    const readable = pretty({ sync: true, translateTime: 'SYS:HH:MM:ss', ignore: 'pid,hostname' });
    return pino(options, lines ? both(readable, lines) : readable);
  }
  const destination = pino.destination({ sync: true });
  // A log that cannot be written (full disk, closed pipe) must not become the failure of the request it is about.
  const safe: DestinationStream = {
    write(line) {
      try {
        destination.write(line);
      } catch {
        // There is nowhere left to say so; health and answers do.
      }
    },
  };
  return pino(options, lines ? both(safe, lines) : safe);
}

function both(destination: DestinationStream, lines: LogLines): DestinationStream {
  return {
    write(line) {
      destination.write(line);
      lines.write(line);
    },
  };
}
