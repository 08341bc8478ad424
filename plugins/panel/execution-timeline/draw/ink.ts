import type { GrafanaTheme2 } from '@grafana/data';
import { STATUS_STYLES } from '../../../shared/status.ts';
import { STATUSES } from '../model/codes.ts';

/** Every colour and font the canvas needs, taken from the theme once. */
export interface Ink {
  background: string;
  text: string;
  dim: string;
  faint: string;
  grid: string;
  border: string;
  hover: string;
  selected: string;
  focus: string;
  idle: string;
  stripe: string;
  now: string;
  font: string;
  boldFont: string;
  smallFont: string;
  /** By status code. */
  status: string[];
  onColor: (color: string) => string;
  resolve: (name: string) => string;
  palette: string[];
}

/** Hues that can be told apart on both themes, none of them the colour of a status that wants attention. */
const PALETTE = [
  'blue',
  'purple',
  'green',
  'yellow',
  'orange',
  'light-blue',
  'light-purple',
  'dark-green',
  'light-orange',
  'dark-blue',
  'dark-yellow',
  'dark-purple',
];

export function inkFor(theme: GrafanaTheme2): Ink {
  const resolve = (name: string) => theme.visualization.getColorByName(name);
  const contrast = new Map<string, string>();
  const family = theme.typography.fontFamily;
  return {
    background: theme.colors.background.primary,
    text: theme.colors.text.primary,
    dim: theme.colors.text.secondary,
    faint: theme.colors.text.disabled,
    grid: theme.colors.border.weak,
    border: theme.colors.border.medium,
    hover: theme.colors.action.hover,
    selected: theme.colors.action.selected,
    focus: theme.colors.primary.border,
    idle: theme.colors.background.secondary,
    stripe: theme.colors.border.weak,
    now: theme.colors.primary.text,
    font: `12px ${family}`,
    boldFont: `500 12px ${family}`,
    smallFont: `11px ${family}`,
    status: STATUSES.map((status) => resolve(STATUS_STYLES[status].color)),
    onColor: (color) => {
      let text = contrast.get(color);
      if (text === undefined) {
        text = theme.colors.getContrastText(color, 4.5);
        contrast.set(color, text);
      }
      return text;
    },
    resolve,
    palette: PALETTE.map(resolve),
  };
}
