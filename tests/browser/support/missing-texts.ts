import { dashboards } from '../../../dashboards/index.ts';
import { HISTORY, NO_FAILURES, TASKS } from '../../../dashboards/parts/sources.ts';

/** True of the sample once it is played to its end: nothing more can go on, nothing is in work, few things failed. */
const TRUE_AT_THE_END = [HISTORY.short, NO_FAILURES.long];

/** What panels of a dashboard say while their source has told nothing. None of it may be on screen with the sample. */
export function missingTexts(uid: string): string[] {
  const dashboard = [...dashboards().values()].find((one) => one.uid === uid);
  const texts = (dashboard?.panels ?? []).flatMap((panel) =>
    'targets' in panel && panel.fieldConfig?.defaults.noValue ? [panel.fieldConfig.defaults.noValue] : []
  );
  const unset = texts.filter((text) => !TRUE_AT_THE_END.includes(text) && !text.startsWith('No task is in progress'));
  return [...new Set([...unset, TASKS.short, 'No data'])];
}

/** Title of each panel of a dashboard. */
export function panelTitles(uid: string): string[] {
  const dashboard = [...dashboards().values()].find((one) => one.uid === uid);
  return (dashboard?.panels ?? []).flatMap(({ title, type }) => (title && type !== 'row' ? [title] : []));
}
