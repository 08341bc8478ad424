export interface HealthDependency {
  name: string;
  state: string;
  text: string;
}

/** What the datasource says of the service when it is asked how it is. */
export interface Health {
  good: boolean;
  /** A sentence: connected to what, or what is wrong and what to do. */
  message: string;
  /** Address of the service as Grafana's server sees it. */
  url?: string;
  version?: string;
  dependencies: HealthDependency[];
}

/** Grafana's answer to a health check. */
export interface ToldHealth {
  status?: string;
  message?: string;
  details?: { url?: string; serviceVersion?: string; version?: string; dependencies?: HealthDependency[] } | null;
}

/** Grafana's answer to a health check, by way of the executable or of the stand-alone page. */
export function readHealth({ status, message, details }: ToldHealth): Health {
  return {
    good: status === 'OK',
    message: message ?? (status === 'OK' ? 'The service answers.' : 'The service did not say what is wrong.'),
    url: details?.url,
    version: details?.serviceVersion ?? details?.version,
    dependencies: details?.dependencies ?? [],
  };
}
