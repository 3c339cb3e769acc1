// The chosen points in their order, each with its seconds, side and position, and with buttons to move and remove it.

import { find, make } from "../core/dom.js";

const STEP = 15;

const list = find("#chosen");

/** Lengths to choose from: every quarter of a minute within the point's bounds, and the one it has. */
function lengths({ min, max }, own) {
  const even = Array.from({ length: Math.floor((max - min) / STEP) + 1 }, (_, index) => min + index * STEP);
  return [...new Set([...even, max, own])].sort((one, other) => one - other);
}

/**
 * Show the items. `set(items, {said, focus, quiet})` is told what a person wants; `focus` is {index, act}: the button
 * that has the focus afterwards, so that a point can be moved twice without looking for it.
 */
export function showList(items, rules, set, focus) {
  list.replaceChildren(...items.map((item, index) => entry(item, index, items, rules, set)));
  find("#none").hidden = items.length > 0;
  if (!focus) return;
  const place = list.children[focus.index];
  const button = place && (find(`[data-act=${focus.act}]:not([aria-disabled=true])`, place) ?? find("[data-act=remove]", place));
  (button ?? find("#points")).focus();
}

function entry(item, index, items, rules, set) {
  const { name, seconds, presses, positions } = rules.points[item.code];
  const which = items.filter(({ code }) => code === item.code).length > 1 ? `${item.code}, number ${index + 1}` : item.code;
  const choose = make("select", {}, ...lengths(seconds, item.seconds).map((value) => make("option", { value, selected: value === item.seconds }, `${value} s`)));
  /** Change the item and keep its controls as they are. */
  const alter = (changes) => {
    Object.assign(item, changes);
    set(items, { quiet: true });
  };
  choose.addEventListener("change", () => alter({ seconds: Number(choose.value) }));
  const button = (act, sign, words, able, go) => {
    const made = make("button", { type: "button", className: "button", title: `${words} ${which}` }, make("span", { ariaHidden: "true" }, sign), make("span", { className: "unseen" }, `${words} ${which}`));
    made.dataset.act = act;
    if (!able) made.setAttribute("aria-disabled", "true"); // not disabled: that would lose the focus
    made.addEventListener("click", () => able && go());
    return made;
  };
  const move = (to) => {
    const moved = items.toSpliced ? items.toSpliced(index, 1).toSpliced(to, 0, item) : spliced(items, index, to);
    set(moved, { said: `${item.code} is number ${to + 1} of ${items.length}.`, focus: { index: to, act: to < index ? "up" : "down" } });
  };
  return make("li", {},
    make("span", { className: "pick-name" }, make("b", { className: "code" }, item.code), " ", make("span", { lang: "zh-Latn-pinyin" }, name)),
    make("label", {}, make("span", { className: "unseen" }, `Seconds a side for ${which}`), choose),
    make("span", { className: "moves" },
      button("up", "↑", "Move up", index > 0, () => move(index - 1)),
      button("down", "↓", "Move down", index < items.length - 1, () => move(index + 1)),
      button("remove", "×", "Remove", true, () =>
        set(items.filter((_, at) => at !== index), { said: `${item.code} removed.`, focus: { index: Math.min(index, items.length - 2), act: "remove" } }))),
    ...(presses > 1 ? [chooseSide(item.side, index, which, (side) => alter({ side }))] : []),
    ...(positions.length > 1 ? [choosePosition(item.position, positions, rules.positions, which, (position) => alter({ position }))] : []));
}

/** The switch of a point's side; `set` gets undefined for both. */
function chooseSide(own, index, which, set) {
  const one = (side, words) => {
    const input = make("input", { type: "radio", name: `side-${index}`, checked: own === side });
    input.addEventListener("change", () => set(side));
    return make("label", {}, input, make("span", {}, words));
  };
  return make("fieldset", { className: "segments" },
    make("legend", { className: "unseen" }, `Side for ${which}`), one("left", "Left"), one(undefined, "Both"), one("right", "Right"));
}

/** The position a point is pressed in; `set` gets undefined for the usual one, which comes first. */
function choosePosition(own, keys, names, which, set) {
  const choose = make("select", {}, ...keys.map((key) => make("option", { value: key, selected: key === own }, names[key])));
  choose.addEventListener("change", () => set(choose.value === keys[0] ? undefined : choose.value));
  return make("label", { className: "held" }, make("span", { className: "unseen" }, `Position for ${which}`), choose);
}

function spliced(items, from, to) {
  const copy = [...items];
  copy.splice(to, 0, ...copy.splice(from, 1));
  return copy;
}
