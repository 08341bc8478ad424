import { type Choice } from '../types.ts';

/** What the service offers to choose from, `/api/v1/lookup/<name>`. */
export type LookUpName =
  | 'projects'
  | 'tags'
  | 'runs'
  | 'tasks'
  | 'metrics'
  | 'labels'
  | 'label-values'
  | 'services'
  | 'operations'
  | 'sessions'
  | 'agents'
  | 'event-types'
  | 'capabilities';

export type LookUpParameters = Partial<
  Record<'project' | 'tag' | 'run' | 'metric' | 'label' | 'service' | 'search', string> &
    Record<'from' | 'to' | 'limit', number>
>;

type Get = (path: string, parameters: Record<string, string | number>) => Promise<unknown>;

/** How long an answer is taken for the present one, ms: long enough for one visit to an editor, short enough for a new run. */
const FRESH_MS = 10_000;
const MOST_KEPT = 50;

const isChoice = (one: unknown): one is Choice =>
  typeof one === 'object' && one !== null && typeof (one as Choice).value === 'string';

/** Asks the service for names, each question once within ten seconds. */
export class LookUps {
  private readonly get: Get;
  private readonly now: () => number;
  private readonly kept = new Map<string, { at: number; answer: Promise<Choice[]> }>();

  constructor(get: Get, now: () => number = Date.now) {
    this.get = get;
    this.now = now;
  }

  /** Names of one kind. Rejects with the service's sentence where it cannot say. */
  async find(name: LookUpName, parameters: LookUpParameters): Promise<Choice[]> {
    const asked = Object.entries(parameters).filter(([, value]) => value !== undefined && value !== '');
    const key = JSON.stringify([name, asked.sort()]);
    const known = this.kept.get(key);
    if (known && this.now() - known.at < FRESH_MS) {
      return known.answer;
    }
    const answer = this.ask(name, Object.fromEntries(asked));
    this.kept.delete(key);
    this.kept.set(key, { at: this.now(), answer });
    answer.catch(() => this.kept.delete(key)); // a failure is asked again at once
    const [oldest] = this.kept.keys();
    if (this.kept.size > MOST_KEPT && oldest !== undefined) {
      this.kept.delete(oldest);
    }
    return answer;
  }

  private async ask(name: LookUpName, parameters: Record<string, string | number>): Promise<Choice[]> {
    const found = await this.get(`lookup/${name}`, parameters).catch((error: unknown) => {
      throw new Error(sentenceOf(error));
    });
    return Array.isArray(found) ? found.filter(isChoice) : [];
  }
}

/** What went wrong, as the service or Grafana said it. */
export function sentenceOf(error: unknown): string {
  const { data, message, statusText } = (error ?? {}) as {
    data?: { message?: unknown; error?: unknown };
    message?: unknown;
    statusText?: unknown;
  };
  const said = [data?.message, data?.error, message, statusText].find((one) => typeof one === 'string' && one !== '');
  return typeof said === 'string'
    ? said
    : 'The service did not say what went wrong. Test the data source in its settings.';
}
