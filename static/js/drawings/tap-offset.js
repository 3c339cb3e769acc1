// How far a tap is from a mark, by the numbers the server publishes for the drawing; a product of rows, and its words.

/** The offset of a tap from a target, in cun along the target's two axes, and whether it lies in the zone. */
export function offset(target, [x, y]) {
  const [dx, dy] = [x - target.at[0], y - target.at[1]];
  const [rx, ry] = target.zone;
  return { cun: target.per_cun.map(([a, b]) => a * dx + b * dy), inside: (dx / rx) ** 2 + (dy / ry) ** 2 <= 1 };
}

/** Of the marks of a point, one on each side perhaps, the one the tap is nearest to. */
export function nearest(marks, code, [x, y]) {
  const away = ({ at }) => Math.hypot(x - at[0], y - at[1]);
  return marks.filter((mark) => mark.code === code).reduce((best, mark) => (best && away(best) <= away(mark) ? best : mark), null);
}

/** What the two numbers mean: "0.6 B-cun too far out, 0.3 finger-cun too high (0.2 of a vertebra)". */
export function words(target, cun) {
  const said = target.axes.map((axis, place) => direction(axis, cun[place])).filter(Boolean);
  return said.length ? said.join(", ") : "Right on the place";
}

function direction(axis, cun) {
  const size = Math.abs(cun).toFixed(1);
  if (size === "0.0") return "";
  const levels = axis.levels ? ` (${Math.abs(cun * axis.levels).toFixed(1)} of a vertebra)` : "";
  return `${size} ${axis.unit} ${cun > 0 ? axis.over : axis.under}${levels}`;
}
