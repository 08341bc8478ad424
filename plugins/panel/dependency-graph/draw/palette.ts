import type { GrafanaTheme2 } from '@grafana/data';
import { STATUS_STYLES, type Status } from '../../../shared/status.ts';

/** Every colour the picture uses, resolved once per theme. */
export interface Palette {
  dark: boolean;
  background: string;
  card: string;
  cardBorder: string;
  box: string;
  boxBorder: string;
  text: string;
  textSecondary: string;
  edge: string;
  edgeDone: string;
  edgeLit: string;
  cycle: string;
  unresolved: string;
  critical: string;
  focus: string;
  ready: string;
  blocked: string;
  veil: string;
  status: Record<Status, string>;
  plain: string;
  onStatus: string;
  font: string;
  /** Any colour a user or a mapping may name, as CSS. */
  named: (name: string) => string;
}

/** The chain that decides the end date: a colour no state uses, so that it is not read as one. */
const CRITICAL = { dark: '#f2619c', light: '#c4145f' };

/** What can start now: neither the green of what is done nor the blue of what runs. */
const READY = { dark: '#33d6cf', light: '#007f7a' };

export function paletteOf(theme: GrafanaTheme2): Palette {
  const named = (name: string): string => theme.visualization.getColorByName(name);
  const status = {} as Record<Status, string>;
  for (const [key, style] of Object.entries(STATUS_STYLES)) {
    status[key as Status] = named(style.color);
  }
  return {
    dark: theme.isDark,
    background: theme.colors.background.primary,
    card: theme.isDark ? theme.colors.background.secondary : theme.colors.background.primary,
    cardBorder: theme.isDark ? 'rgba(204, 204, 220, 0.22)' : 'rgba(36, 41, 46, 0.24)',
    box: theme.isDark ? 'rgba(204, 204, 220, 0.05)' : 'rgba(36, 41, 46, 0.035)',
    boxBorder: theme.isDark ? 'rgba(204, 204, 220, 0.20)' : 'rgba(36, 41, 46, 0.20)',
    text: theme.colors.text.primary,
    textSecondary: theme.colors.text.secondary,
    edge: theme.isDark ? '#7d8190' : '#8a8f99',
    edgeDone: theme.isDark ? '#4a4d57' : '#c3c7cf',
    edgeLit: theme.colors.text.maxContrast,
    cycle: named('red'),
    unresolved: named('semi-dark-orange'),
    critical: theme.isDark ? CRITICAL.dark : CRITICAL.light,
    focus: theme.colors.primary.border,
    ready: theme.isDark ? READY.dark : READY.light,
    blocked: theme.isDark ? named('orange') : named('dark-orange'),
    veil: theme.isDark ? 'rgba(17, 18, 23, 0.74)' : 'rgba(255, 255, 255, 0.78)',
    status,
    plain: theme.isDark ? '#8e8e99' : '#6e7687',
    onStatus: theme.isDark ? '#111217' : '#ffffff',
    font: theme.typography.fontFamily,
    named,
  };
}
