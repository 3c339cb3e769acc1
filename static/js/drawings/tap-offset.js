// The distance of a tap from a mark, by the API's numbers of the drawing, and its description.

/** Return the offset of a tap from a target, in cun along the target's two axes, and whether it lies in the zone. */
export function tapOffset(target, [x, y]) {
  const [dx, dy] = [x - target.at[0], y - target.at[1]];
  const [rx, ry] = target.zone;
  return { cun: target.per_cun.map(([a, b]) => a * dx + b * dy), inside: (dx / rx) ** 2 + (dy / ry) ** 2 <= 1 };
}

/** Return the mark of a point that is nearest to the tap: there may be one on each side. */
export function nearestMark(marks, code, [x, y]) {
  const distanceTo = ({ at }) => Math.hypot(x - at[0], y - at[1]);
  return marks.filter((mark) => mark.code === code).reduce((best, mark) => (best && distanceTo(best) <= distanceTo(mark) ? best : mark), null);
}

/** Describe an offset: "0.6 B-cun too far out, 0.3 finger-cun too high (0.2 of a vertebra)". */
export function describeOffset(target, cun) {
  const parts = target.axes.map((axis, place) => describeAxis(axis, cun[place])).filter(Boolean);
  return parts.length ? parts.join(", ") : "Right on the place";
}

function describeAxis(axis, cun) {
  const size = Math.abs(cun).toFixed(1);
  if (size === "0.0") return "";
  const levels = axis.levels ? ` (${Math.abs(cun * axis.levels).toFixed(1)} of a vertebra)` : "";
  return `${size} ${axis.unit} ${cun > 0 ? axis.over : axis.under}${levels}`;
}
