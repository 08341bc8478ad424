import { startSampleService } from '../../browser/support/played-sample.ts';
import { api } from './grafana.ts';
import { addDatasource } from './service.ts';

/** A data source of Grafana whose service has followed the sample project to its end, and nothing else. */
export interface PlayedSample {
  uid: string;
  project: string;
}

const UID = 'taskmaster-suite-sample';
/** The play takes minutes, so all that look at it look at one. */
let played: Promise<PlayedSample & { stop: () => Promise<void> }> | undefined;

export function playedSample(): Promise<PlayedSample> {
  played ??= play();
  return played;
}

async function play() {
  const { url, project, stop } = await startSampleService();
  await addDatasource({ url: url.origin, uid: UID, stop });
  return { uid: UID, project, stop };
}

/** At the end of everything: the service ends, the data source goes. */
export async function stopPlayedSample(): Promise<void> {
  const sample = await played?.catch(() => undefined);
  if (sample) {
    await api('DELETE', `datasources/uid/${UID}`).catch(() => undefined);
    await sample.stop();
  }
}
