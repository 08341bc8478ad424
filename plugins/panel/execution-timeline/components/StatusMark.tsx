import React from 'react';
import type { StatusShape } from '../../../shared/status.ts';

const STROKES: Record<StatusShape, React.ReactNode> = {
  ring: <circle cx={6} cy={6} r={4} />,
  play: <path d="M3.500 2.500 10 6l-6.500 3.500z" fill="currentColor" stroke="none" />,
  half: (
    <>
      <circle cx={6} cy={6} r={4} />
      <path d="M6 2a4 4 0 0 1 0 8z" fill="currentColor" stroke="none" />
    </>
  ),
  bar: (
    <>
      <circle cx={6} cy={6} r={4.25} />
      <path d="M4 6h4" />
    </>
  ),
  check: <path d="M2 6.500 4.750 9.250 10 3" />,
  dots: <path d="M2.250 6h.01M6 6h.01M9.750 6h.01" strokeWidth={2.5} />,
  slash: (
    <>
      <circle cx={6} cy={6} r={4.25} />
      <path d="M3.750 8.250l4.500-4.500" />
    </>
  ),
  cross: <path d="M3 3l6 6M9 3 3 9" />,
  question: <path d="M4 4a2 2 0 1 1 2.750 2Q6 6.500 6 7.250M6 9.500v.01" />,
};

/** The mark of a status beside text: the same outlines as on the canvas. */
export function StatusMark({ shape, color }: { shape: StatusShape; color: string }) {
  return (
    <svg
      width={12}
      height={12}
      viewBox="0 0 12 12"
      fill="none"
      stroke="currentColor"
      strokeWidth={1.6}
      style={{ color, flex: 'none' }}
      aria-hidden
    >
      <g strokeLinecap="round" strokeLinejoin="round">
        {STROKES[shape]}
      </g>
    </svg>
  );
}
