import { type PartHealth } from '../store/types.ts';
import { shownAddress } from '../util/shown-address.ts';
import { type Outcome } from './delivery.ts';
import { EXPORT_SIGNALS, type ExportConfig } from './export-config.ts';
import { otlpSenders } from './otlp.ts';

export interface ExportFinding {
  /** `export of traces`. */
  signal: string;
  state: PartHealth['state'];
  text: string;
}

/** Sends each receiver a request with nothing in it, and says what came of that. */
export async function checkExport(config: ExportConfig | undefined): Promise<ExportFinding[]> {
  if (!config) {
    return [];
  }
  const senders = otlpSenders(config, { version: '', instance: '', environment: '' });
  const findings = EXPORT_SIGNALS.map(async (signal): Promise<ExportFinding | undefined> => {
    const target = config[signal];
    const outcome: Outcome | undefined = await senders[signal]?.([]);
    if (!target || !outcome) {
      return undefined;
    }
    return outcome.kind === 'sent'
      ? {
          signal: `export of ${signal}`,
          state: 'ok',
          text: `${shownAddress(target.url)} takes what the service sends.`,
        }
      : { signal: `export of ${signal}`, state: 'down', text: `${shownAddress(target.url)} ${outcome.problem}.` };
  });
  const found = await Promise.all(findings);
  await senders.close();
  return found.filter((one) => one !== undefined);
}
