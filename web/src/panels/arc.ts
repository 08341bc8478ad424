/** SVG path of a ring's slice; angles in radians, 0 at twelve o'clock, growing clockwise. Radii and centre in pixels. */
export function arcPath(cx: number, cy: number, outer: number, inner: number, from: number, to: number): string {
  // A full turn would be an empty path; two thousandths less are more than the rounding below and less than a pixel.
  const end = Math.min(to, from + 2 * Math.PI - 2e-3);
  const at = (radius: number, angle: number) =>
    `${(cx + radius * Math.sin(angle)).toFixed(2)} ${(cy - radius * Math.cos(angle)).toFixed(2)}`;
  const large = end - from > Math.PI ? 1 : 0;
  const outside = `M${at(outer, from)}A${outer} ${outer} 0 ${large} 1 ${at(outer, end)}`;
  const inside =
    inner > 0
      ? `L${at(inner, end)}A${inner} ${inner} 0 ${large} 0 ${at(inner, from)}`
      : `L${cx.toFixed(2)} ${cy.toFixed(2)}`;
  return `${outside}${inside}Z`;
}
