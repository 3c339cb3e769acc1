// Pain over time as a drawing: a hollow dot before a session, a full one after it, and a line through the days.

const SVG = "http://www.w3.org/2000/svg";
const DAY = 86_400_000;
const HEIGHT = 240;
const EDGE = { left: 30, right: 14, top: 26, bottom: 34 };
const STEPS = [1, 2, 7, 14, 28, 56, 91, 182, 364]; // days between two dates on the axis
const ROOM = 64; // pixels a date needs

function draw(name, attributes, ...children) {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...children);
  return element;
}

const at = (day) => Date.parse(day) / DAY;
const sayDay = (number) => new Date(number * DAY).toLocaleDateString("en-GB", { day: "numeric", month: "short", timeZone: "UTC" });

/** The entries that have something to show. */
export const shown = (entries) => entries.filter(({ before, after }) => before !== null || after !== null);

/** Make the drawing for a width in pixels. `title` is what it is called for those who do not see it. */
export function chart(entries, today, width, title) {
  const dots = shown(entries);
  const first = Math.min(at(dots[0].day), at(today) - 6);
  const last = at(today) + 1;
  const x = (number) => round(EDGE.left + ((number - first) / (last - first)) * (width - EDGE.left - EDGE.right));
  const y = (pain) => round(EDGE.top + ((10 - pain) / 10) * (HEIGHT - EDGE.top - EDGE.bottom));
  const when = ({ day, time }) => at(day) + (Number(time.slice(0, 2)) + Number(time.slice(3)) / 60) / 24;
  const svg = draw("svg", { viewBox: `0 0 ${width} ${HEIGHT}`, width, height: HEIGHT, role: "img", "aria-label": title });
  svg.append(...grid(y, width), ...dates(x, first, last, width));
  svg.append(draw("polyline", { class: "course", points: course(dots, when, x, y) }));
  for (const entry of dots) svg.append(...marks(entry, x(when(entry)), y));
  return svg;
}

const round = (number) => Math.round(number * 10) / 10;

function* grid(y, width) {
  yield draw("text", { class: "axis", x: 0, y: 12 }, "Pain, 0 (none) to 10 (the worst)");
  for (const pain of [0, 2, 4, 6, 8, 10]) {
    yield draw("line", { class: pain ? "rule" : "rule base", x1: EDGE.left, x2: width - EDGE.right, y1: y(pain), y2: y(pain) });
    yield draw("text", { class: "number", x: EDGE.left - 8, y: y(pain) + 4, "text-anchor": "end" }, String(pain));
  }
}

/** Dates below the axis, counted back from today, as many as there is room for. */
function* dates(x, first, last, width) {
  const days = last - first;
  const step = STEPS.find((one) => (width - EDGE.left - EDGE.right) / (days / one) >= ROOM) ?? STEPS.at(-1);
  for (let day = last - 1; day >= first; day -= step) {
    const middle = x(day + 0.5);
    const end = day === last - 1 && width - middle < ROOM / 2;
    yield draw("line", { class: "rule", x1: middle, x2: middle, y1: HEIGHT - EDGE.bottom, y2: HEIGHT - EDGE.bottom + 5 });
    yield draw("text", { class: "number", x: end ? width : middle, y: HEIGHT - 14, "text-anchor": end ? "end" : "middle" },
      day === last - 1 ? "today" : sayDay(day));
  }
}

/** A line through the average of each day, before pressing where that was noted. */
function course(dots, when, x, y) {
  const days = new Map();
  for (const entry of dots) days.set(entry.day, [...(days.get(entry.day) ?? []), entry]);
  return [...days.values()].map((each) => {
    const average = (numbers) => numbers.reduce((sum, one) => sum + one, 0) / numbers.length;
    return `${x(average(each.map(when)))},${y(average(each.map(({ before, after }) => before ?? after)))}`;
  }).join(" ");
}

function* marks({ before, after }, x, y) {
  if (before !== null && after !== null && before !== after) yield draw("line", { class: "change", x1: x, x2: x, y1: y(before), y2: y(after) });
  if (before !== null) yield draw("circle", { class: "before", cx: x, cy: y(before), r: 4.5 });
  if (after !== null) yield draw("circle", { class: "after", cx: x, cy: y(after), r: 3.5 });
}
