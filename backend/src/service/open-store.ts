import { openStore } from '../store/store.ts';
import { type Store, StoreError, type StoreErrorCode, type StoreOptions } from '../store/types.ts';
import { EXIT, ExitError } from './exit.ts';

const CODES: Partial<Record<StoreErrorCode, number>> = {
  locked: EXIT.temporary,
  readonly: EXIT.cannotCreate,
  full: EXIT.io,
  corrupt: EXIT.data,
};

/** Opens the store; what hinders it becomes a sentence and an exit code. */
export async function openStoreOrExplain(options: StoreOptions): Promise<Store> {
  try {
    return await openStore(options);
  } catch (error) {
    if (error instanceof StoreError) {
      throw new ExitError(CODES[error.code] ?? EXIT.internal, error.message);
    }
    throw error;
  }
}
