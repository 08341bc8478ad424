import { getDataSourceSrv } from '@grafana/runtime';
import { useCallback, useEffect, useState } from 'react';
import { lastValueFrom } from 'rxjs';
import { useDatasource } from '../data/datasource.ts';
import { sentenceOf } from '../data/sentence.ts';
import { type Health } from '../data/read-health.ts';
import { askHealth } from '../data/use-health.ts';
import {
  loadAppSettings,
  loadDatasources,
  newDatasource,
  saveChosen,
  saveDatasource,
  type SavedDatasource,
} from './grafana-api.ts';

export interface Loaded {
  datasources: SavedDatasource[];
  /** The one the app's settings name, if any. */
  chosen?: string;
}

/** Tells Grafana's front end of a datasource that was just made; older versions need the page to be loaded again. */
async function announce(): Promise<void> {
  const service = getDataSourceSrv() as { reload?: () => Promise<unknown> };
  await service.reload?.();
}

export interface Outcome {
  good: boolean;
  text: string;
}

/** What there is, and which one to begin with. */
async function read(select?: string): Promise<Loaded & { draft: SavedDatasource }> {
  const [datasources, settings] = await Promise.all([loadDatasources(), loadAppSettings()]);
  const chosen = settings.jsonData?.datasourceUid;
  const wanted = select ?? chosen;
  const draft = datasources.find(({ uid }) => uid === wanted) ?? datasources[0] ?? newDatasource(true);
  return { datasources, chosen, draft };
}

/** Loads, saves and tests the datasources of our type. */
export function useConfiguration() {
  const { choose } = useDatasource();
  const [loaded, setLoaded] = useState<Loaded>();
  const [draft, setDraft] = useState<SavedDatasource>();
  const [busy, setBusy] = useState<'loading' | 'saving' | 'testing' | undefined>('loading');
  const [outcome, setOutcome] = useState<Outcome>();

  const show = useCallback(({ draft: first, ...rest }: Loaded & { draft: SavedDatasource }) => {
    setLoaded(rest);
    setDraft(first);
  }, []);
  const load = useCallback(async (select?: string) => show(await read(select)), [show]);

  const during = useCallback(async (what: NonNullable<typeof busy>, work: () => Promise<Outcome | undefined>) => {
    setBusy(what);
    setOutcome(undefined);
    try {
      setOutcome(await work());
    } catch (error) {
      setOutcome({ good: false, text: sentenceOf(error) });
    } finally {
      setBusy(undefined);
    }
  }, []);

  const reload = useCallback(
    async () =>
      during('loading', async () => {
        await load();
        return undefined;
      }),
    [during, load]
  );
  useEffect(() => {
    read()
      .then(show, (error: unknown) => setOutcome({ good: false, text: sentenceOf(error) }))
      .finally(() => setBusy(undefined));
  }, [show]);

  const testOf = async (uid: string): Promise<Outcome> => {
    const health: Health = await lastValueFrom(askHealth(uid));
    return { good: health.good, text: health.message };
  };

  return {
    loaded,
    draft,
    busy,
    outcome,
    reload,
    edit: (change: Partial<SavedDatasource>) => setDraft((now) => now && { ...now, ...change }),
    select: (uid: string) => {
      setOutcome(undefined);
      setDraft(loaded?.datasources.find((one) => one.uid === uid) ?? newDatasource(loaded?.datasources.length === 0));
    },
    test: async () => during('testing', async () => (draft ? testOf(draft.uid) : undefined)),
    save: async () =>
      during('saving', async () => {
        if (!draft) {
          return undefined;
        }
        const uid = await saveDatasource(draft);
        await announce();
        if (loaded?.datasources.length === 0) {
          await saveChosen(uid);
          choose(uid);
        }
        await load(uid);
        const { good, text } = await testOf(uid);
        return { good, text: good ? `Saved. ${text}` : `Saved, but: ${text}` };
      }),
    use: async (uid: string) =>
      during('saving', async () => {
        await saveChosen(uid);
        choose(uid);
        await load(uid);
        const name = loaded?.datasources.find((one) => one.uid === uid)?.name ?? uid;
        return { good: true, text: `The app reads from ${name} now.` };
      }),
  };
}
