/** What `/health/ready` says; more fields may be there. */
interface Readiness {
  state?: string;
  version?: string;
  dependencies?: Array<{ name?: string; state?: string; text?: string }>;
}

/** Answer of Grafana's health route of a datasource. */
export interface DataSourceHealth {
  status: 'OK' | 'ERROR';
  message: string;
  details: Record<string, unknown>;
}

/** The service's readiness in Grafana's shape: OK while it answers, with what is not well in the message. */
export function toHealth(status: number, body: unknown): DataSourceHealth {
  if (status === 0) {
    return {
      status: 'ERROR',
      message: 'The service does not answer. Is taskmaster-observe running?',
      details: {},
    };
  }
  const ready = (typeof body === 'object' && body !== null ? body : {}) as Readiness;
  const unwell = (ready.dependencies ?? []).filter(({ state }) => state !== undefined && state !== 'ok');
  const version = ready.version ? ` ${ready.version}` : '';
  const said = unwell.map(({ name, text }) => text ?? name ?? '').filter(Boolean);
  const good = status < 400 && ready.state !== 'down';
  return {
    status: good ? 'OK' : 'ERROR',
    message: said.length > 0 ? said.join(' ') : good ? `The service${version} answers.` : `It answered ${status}.`,
    details: { ...ready },
  };
}
