// Chart of pain over time: a hollow dot before a session, a filled one after it, and a line through the daily averages.

import { svgElement } from "../core/svg.js";

const DAY = 86_400_000;
const HEIGHT = 240;
const MARGIN = { left: 30, right: 14, top: 26, bottom: 34 };
const TICK_INTERVALS = [1, 2, 7, 14, 28, 56, 91, 182, 364]; // days between two dates on the axis
const TICK_SPACING = 64; // px for a date

const dayNumber = (day) => Date.parse(day) / DAY;
const formatDay = (number) => new Date(number * DAY).toLocaleDateString("en-GB", { day: "numeric", month: "short", timeZone: "UTC" });

/** Return the entries with a pain rating. */
export const chartableEntries = (entries) => entries.filter(({ before, after }) => before !== null || after !== null);

/** Draw the chart at a width in pixels. `title` is its accessible name. */
export function drawChart(entries, today, width, title) {
  const dots = chartableEntries(entries);
  const first = Math.min(dayNumber(dots[0].day), dayNumber(today) - 6);
  const last = dayNumber(today) + 1;
  const x = (number) => round(MARGIN.left + ((number - first) / (last - first)) * (width - MARGIN.left - MARGIN.right));
  const y = (pain) => round(MARGIN.top + ((10 - pain) / 10) * (HEIGHT - MARGIN.top - MARGIN.bottom));
  const timeOf = ({ day, time }) => dayNumber(day) + (Number(time.slice(0, 2)) + Number(time.slice(3)) / 60) / 24;
  const svg = svgElement("svg", { viewBox: `0 0 ${width} ${HEIGHT}`, width, height: HEIGHT, role: "img", "aria-label": title });
  svg.append(...grid(y, width), ...dates(x, first, last, width));
  svg.append(svgElement("polyline", { class: "course", points: dailyAverages(dots, timeOf, x, y) }));
  for (const entry of dots) svg.append(...marks(entry, x(timeOf(entry)), y));
  return svg;
}

const round = (number) => Math.round(number * 10) / 10;

function* grid(y, width) {
  yield svgElement("text", { class: "axis", x: 0, y: 12 }, "Pain, 0 (none) to 10 (the worst)");
  for (const pain of [0, 2, 4, 6, 8, 10]) {
    yield svgElement("line", { class: pain ? "rule" : "rule base", x1: MARGIN.left, x2: width - MARGIN.right, y1: y(pain), y2: y(pain) });
    yield svgElement("text", { class: "number", x: MARGIN.left - 8, y: y(pain) + 4, "text-anchor": "end" }, String(pain));
  }
}

/** Yield the dates below the axis, counted back from today, as many as fit. */
function* dates(x, first, last, width) {
  const days = last - first;
  const step = TICK_INTERVALS.find((one) => (width - MARGIN.left - MARGIN.right) / (days / one) >= TICK_SPACING) ?? TICK_INTERVALS.at(-1);
  for (let day = last - 1; day >= first; day -= step) {
    const middle = x(day + 0.5);
    const isAtEdge = day === last - 1 && width - middle < TICK_SPACING / 2;
    yield svgElement("line", { class: "rule", x1: middle, x2: middle, y1: HEIGHT - MARGIN.bottom, y2: HEIGHT - MARGIN.bottom + 5 });
    yield svgElement("text", { class: "number", x: isAtEdge ? width : middle, y: HEIGHT - 14, "text-anchor": isAtEdge ? "end" : "middle" },
      day === last - 1 ? "today" : formatDay(day));
  }
}

/** Return the points of the line through the average of each day, before pressing where that was rated. */
function dailyAverages(dots, timeOf, x, y) {
  const days = new Map();
  for (const entry of dots) days.set(entry.day, [...(days.get(entry.day) ?? []), entry]);
  return [...days.values()].map((each) => {
    const average = (numbers) => numbers.reduce((sum, one) => sum + one, 0) / numbers.length;
    return `${x(average(each.map(timeOf)))},${y(average(each.map(({ before, after }) => before ?? after)))}`;
  }).join(" ");
}

function* marks({ before, after }, x, y) {
  if (before !== null && after !== null && before !== after) yield svgElement("line", { class: "change", x1: x, x2: x, y1: y(before), y2: y(after) });
  if (before !== null) yield svgElement("circle", { class: "before", cx: x, cy: y(before), r: 4.5 });
  if (after !== null) yield svgElement("circle", { class: "after", cx: x, cy: y(after), r: 3.5 });
}
