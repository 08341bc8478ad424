/** What the service measured of the machine, read from its metrics. */
export interface Resources {
  /** Percent, by resource. */
  utilization: Record<string, number>;
  /** Bytes, by component. */
  memoryBytes: Record<string, number>;
}

/** Picks the host's figures out of Prometheus text. */
export function readResources(text: string): Resources {
  const resources: Resources = { utilization: {}, memoryBytes: {} };
  for (const line of text.split('\n')) {
    const found =
      /^(resource_utilization_percentage|memory_usage_bytes)\{(?:resource_type|component)="([^"]*)".*\} (\S+)$/.exec(
        line
      );
    if (found) {
      const [, metric, label = '', value] = found;
      (metric === 'memory_usage_bytes' ? resources.memoryBytes : resources.utilization)[label] = Number(value);
    }
  }
  return resources;
}
