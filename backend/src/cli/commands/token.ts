import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { CONTROL_TOKEN_FILE } from '../../service/data-folder.ts';
import { EXIT, ExitError } from '../../service/exit.ts';
import { type ConnectionOptions, dataFolderOf, ServiceClient } from '../client.ts';
import { say } from '../output.ts';

export interface TokenOptions extends ConnectionOptions {
  new?: boolean;
}

/** Prints the control token, or makes a text fit for TASKMASTER_OBSERVE_TOKEN. */
export function token(options: TokenOptions): void {
  if (options.new) {
    say(randomBytes(32).toString('base64url'));
    return;
  }
  const secret = new ServiceClient(options).controlToken;
  if (secret === undefined) {
    const file = join(dataFolderOf(options), CONTROL_TOKEN_FILE);
    throw new ExitError(
      EXIT.noInput,
      `There is no control token in ${file} that you may read; it is made at the first start.`
    );
  }
  say(secret);
}
