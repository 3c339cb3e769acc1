// The list of chosen points in order, each with seconds, side, position, and buttons to move and remove it.

import { find, make } from "../core/dom.js";
import { isPress, itemLabel } from "../prescription/prescription.js";

const STEP = 15;
const LONG = 300; // steps that may take longer are offered in whole minutes

const list = find("#chosen");

/** Return the lengths to choose from: every 15 seconds, or minute of a long step, within the point's bounds, its maximum, and the current one. */
function secondChoices({ min, max }, current) {
  const step = max > LONG ? 60 : STEP;
  const even = Array.from({ length: Math.floor((max - min) / step) + 1 }, (_, index) => min + index * step);
  return [...new Set([...even, max, current])].sort((one, other) => one - other);
}

/**
 * Render the items. `onChange(items, {said, focus, quiet})` is called after a change; `focus` is {index, act}: the
 * button that keeps the focus, so that a point can be moved twice in a row.
 */
export function renderList(items, rules, onChange, focus) {
  list.replaceChildren(...items.map((item, index) => entry(item, index, items, rules, onChange)));
  find("#none").hidden = items.length > 0;
  if (!focus) return;
  const row = list.children[focus.index];
  const button = row && (find(`[data-act=${focus.act}]:not([aria-disabled=true])`, row) ?? find("[data-act=remove]", row));
  (button ?? find("#points")).focus();
}

/** Return the fields of a point for steps without a point. */
const asPoint = ({ seconds, rest }) => ({ name: "", seconds, rest, presses: 1, positions: [] });

/** Return the select for the seconds of an item, or the seconds of steps that keep their length. */
function chooseSeconds(item, { seconds, rest }, label, onSelect) {
  if (!seconds) return make("span", {}, `${rest} s`);
  const select = make("select", {}, ...secondChoices(seconds, item.seconds).map((value) => make("option", { value, selected: value === item.seconds }, `${value} s`)));
  select.addEventListener("change", () => onSelect(Number(select.value)));
  return make("label", {}, make("span", { className: "unseen" }, label), select);
}

function entry(item, index, items, rules, onChange) {
  const known = rules.points[item.code] ?? asPoint(rules.others[item.code]);
  const { name, presses, positions } = known;
  const called = itemLabel({ code: item.code }, rules);
  const label = items.filter(({ code }) => code === item.code).length > 1 ? `${called}, number ${index + 1}` : called;
  /** Change an item without rendering its controls again. */
  const changeItem = (changes) => {
    Object.assign(item, changes);
    onChange(items, { quiet: true });
  };
  const button = (act, sign, text, isEnabled, action) => {
    const element = make("button", { type: "button", className: "button", title: `${text} ${label}` }, make("span", { ariaHidden: "true" }, sign), make("span", { className: "unseen" }, `${text} ${label}`));
    element.dataset.act = act;
    if (!isEnabled) element.setAttribute("aria-disabled", "true"); // not disabled: that would lose the focus
    element.addEventListener("click", () => isEnabled && action());
    return element;
  };
  const moveTo = (to) => {
    const reordered = items.toSpliced ? items.toSpliced(index, 1).toSpliced(to, 0, item) : movedItem(items, index, to);
    onChange(reordered, { said: `${called} is number ${to + 1} of ${items.length}.`, focus: { index: to, act: to < index ? "up" : "down" } });
  };
  return make("li", {},
    make("span", { className: "pick-name" }, make("b", { className: "code" }, called), " ", make("span", { lang: "zh-Latn-pinyin" }, name)),
    chooseSeconds(item, known, `Seconds${isPress(item, rules) ? " a side" : ""} for ${label}`, (seconds) => changeItem({ seconds })),
    make("span", { className: "move-buttons" },
      button("up", "↑", "Move up", index > 0, () => moveTo(index - 1)),
      button("down", "↓", "Move down", index < items.length - 1, () => moveTo(index + 1)),
      button("remove", "×", "Remove", true, () =>
        onChange(items.filter((_, at) => at !== index), { said: `${called} removed.`, focus: { index: Math.min(index, items.length - 2), act: "remove" } }))),
    ...(presses > 1 ? [chooseSide(item.side, index, label, (side) => changeItem({ side }))] : []),
    ...(positions.length > 1 ? [choosePosition(item.position, positions, rules.positions, label, (position) => changeItem({ position }))] : []));
}

/** Return the switch for a point's side; `onSelect` gets undefined for both. */
function chooseSide(current, index, label, onSelect) {
  const choice = (side, text) => {
    const input = make("input", { type: "radio", name: `side-${index}`, checked: current === side });
    input.addEventListener("change", () => onSelect(side));
    return make("label", {}, input, make("span", {}, text));
  };
  return make("fieldset", { className: "segments" },
    make("legend", { className: "unseen" }, `Side for ${label}`), choice("left", "Left"), choice(undefined, "Both"), choice("right", "Right"));
}

/** Return the select for a point's position; `onSelect` gets undefined for the default, which comes first. */
function choosePosition(current, keys, names, label, onSelect) {
  const select = make("select", {}, ...keys.map((key) => make("option", { value: key, selected: key === current }, names[key])));
  select.addEventListener("change", () => onSelect(select.value === keys[0] ? undefined : select.value));
  return make("label", { className: "held" }, make("span", { className: "unseen" }, `Position for ${label}`), select);
}

function movedItem(items, from, to) {
  const copy = [...items];
  copy.splice(to, 0, ...copy.splice(from, 1));
  return copy;
}
