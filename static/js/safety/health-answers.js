// The health questions in full, on the settings page: filling in and reading the fields.

import { all, find } from "../core/dom.js";

const radios = (fieldset) => all("input[type=radio]", fieldset);
const clearanceBox = (fieldset) => find("[data-clearance] input", fieldset);
const areaBoxes = (fieldset) => all("[data-areas] input", fieldset);

/** Show the areas and the clearance only beside a yes. */
function showFollowUps(fieldset) {
  const yes = read(fieldset)?.value === "yes";
  for (const part of all("[data-areas], [data-clearance]", fieldset)) part.hidden = !yes;
}

/** Call `onChange(fieldset)` whenever a person changes an answer. */
export function listen(fieldset, onChange) {
  showFollowUps(fieldset);
  fieldset.addEventListener("change", () => {
    showFollowUps(fieldset);
    onChange(fieldset);
  });
}

export function fill(fieldset, answer) {
  for (const radio of radios(fieldset)) radio.checked = radio.value === answer?.value;
  for (const box of areaBoxes(fieldset)) box.checked = Boolean(answer?.areas?.includes(box.value));
  const box = clearanceBox(fieldset);
  if (box) box.checked = answer?.cleared === true;
  showFollowUps(fieldset);
}

/** Return the answer of a fieldset without its date: {value, areas?, cleared?}; null where nothing is chosen. */
export function read(fieldset) {
  const value = radios(fieldset).find((radio) => radio.checked)?.value;
  if (!value) return null;
  if (value !== "yes") return { value };
  const areas = areaBoxes(fieldset).filter((box) => box.checked).map((box) => box.value);
  return { value, ...(areas.length && { areas }), ...(clearanceBox(fieldset)?.checked && { cleared: true }) };
}
