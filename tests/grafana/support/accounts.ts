import { api } from './grafana.ts';

/** A service account of Grafana. */
export interface Account {
  token: string;
  login: string;
  remove(): Promise<unknown>;
}

/** An account of a role with a token; service accounts are what Grafana lets an admin make without a password. */
export async function tokenOf(role: string): Promise<Account> {
  const name = `taskmaster-suite-${role}-${Date.now()}`;
  const { id, login } = await api<{ id: number; login: string }>('POST', 'serviceaccounts', { name, role });
  const { key } = await api<{ key: string }>('POST', `serviceaccounts/${id}/tokens`, { name });
  return { token: key, login, remove: () => api('DELETE', `serviceaccounts/${id}`) };
}
