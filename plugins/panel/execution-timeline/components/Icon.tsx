import React from 'react';

/** Outlines of 16 × 16 px in the text's colour: drawn here, so that no icon set has to be found at run time. */
const PATHS = {
  plus: 'M8 3v10M3 8h10',
  minus: 'M3 8h10',
  fit: 'M2 6V2h4M10 2h4v4M14 10v4h-4M6 14H2v-4',
  hand: 'M8 1.5v13M1.5 8h13M8 1.5 6 3.5M8 1.5l2 2M8 14.5l-2-2M8 14.5l2-2M1.5 8l2-2M1.5 8l2 2M14.5 8l-2-2M14.5 8l-2 2',
  squeeze: 'M1.5 8h4M10.500 8h4M3.500 6l2 2-2 2M12.500 6l-2 2 2 2M8 3v10',
  fold: 'M4 2l4 4 4-4M4 14l4-4 4 4',
  unfold: 'M4 6l4-4 4 4M4 10l4 4 4-4',
  arrange: 'M2 4h6M2 8h4M2 12h2M12 3v10M9.500 10.500 12 13l2.500-2.500',
  table: 'M2 3h12v10H2zM2 6.500h12M2 9.750h12M6.500 3v10',
  bars: 'M2 4h7M5 8h9M3 12h6',
  range: 'M2 3v10M14 3v10M4.500 8h7M6 6.500 4.500 8 6 9.500M10 6.500 11.500 8 10 9.500',
  close: 'M4 4l8 8M12 4l-8 8',
  link: 'M7 9.500 13.500 3M9 2.500h4.500V7M12 9.500V13H3V4h3.500',
  warning: 'M8 2 14.500 13.500h-13zM8 6.500v3.500M8 11.750v.5',
  info: 'M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12zM8 7.250V11M8 5v.5',
  previous: 'M10 3 5 8l5 5',
  next: 'M6 3l5 5-5 5',
} as const;

export type IconName = keyof typeof PATHS;

export function Icon({ name }: { name: IconName }) {
  return (
    <svg width={16} height={16} viewBox="0 0 16 16" fill="none" stroke="currentColor" strokeWidth={1.5} aria-hidden>
      <path d={PATHS[name]} strokeLinecap="round" strokeLinejoin="round" />
    </svg>
  );
}
