import { getThemeById, type GrafanaTheme2 } from '@grafana/data';
import { config, getAppEvents, ThemeChangedEvent } from '@grafana/runtime';
import { BehaviorSubject } from 'rxjs';

export type ThemeChoice = 'light' | 'dark' | 'system';

const KEY = 'taskmaster.theme';
const systemDark = matchMedia('(prefers-color-scheme: dark)');

function savedChoice(): ThemeChoice {
  try {
    const saved = localStorage.getItem(KEY);
    return saved === 'light' || saved === 'dark' ? saved : 'system';
  } catch {
    return 'system'; // storage refused
  }
}

const choice = new BehaviorSubject<ThemeChoice>(savedChoice());

function resolve(wanted: ThemeChoice): GrafanaTheme2 {
  return getThemeById(wanted === 'system' ? (systemDark.matches ? 'dark' : 'light') : wanted);
}

const theme = new BehaviorSubject<GrafanaTheme2>(resolve(choice.value));

function apply(next: GrafanaTheme2) {
  config.theme2 = next;
  config.theme = next.v1;
  config.bootData.user.lightTheme = next.isLight;
  document.documentElement.dataset.theme = next.isLight ? 'light' : 'dark';
  document.documentElement.style.colorScheme = next.isLight ? 'light' : 'dark';
  theme.next(next);
  getAppEvents().publish(new ThemeChangedEvent(next));
}

/** The theme in use, and every change of it. */
export const currentTheme = theme.asObservable();
/** What was chosen, `system` unless the user said otherwise. */
export const currentChoice = choice.asObservable();

export function chooseTheme(next: ThemeChoice) {
  try {
    localStorage.setItem(KEY, next);
  } catch {
    // storage refused: the choice holds until the page is closed
  }
  choice.next(next);
  apply(resolve(next));
}

/** Follows the system's setting for as long as nothing else is chosen. */
export function followSystemTheme() {
  apply(resolve(choice.value));
  systemDark.addEventListener('change', () => choice.value === 'system' && apply(resolve('system')));
}
