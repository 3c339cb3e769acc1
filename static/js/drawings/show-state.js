// The state of the show page as the fragment of its URL, such as `male,left,no-bones,2.4x@120.5:-80.2`: body, drawing,
// side, layers, and zoom with the middle of the visible part in millimetres of the sheet. Pure. Any part may be
// missing, in any order; an unknown part is ignored.

import { MAX_SCALE } from "./viewbox-zoom.js";

const BODIES = ["female", "male"];
const SIDES = ["left", "right", "both"];
const LAYERS = { skin: true, bones: true, muscles: false, ruler: true, marks: true, labels: true }; // shown at first
const COORDINATE = "(-?[0-9]{1,5}(?:\\.[0-9])?)";
const ZOOM = new RegExp(`^([0-9]{1,2}(?:\\.[0-9]{1,2})?)x(?:@${COORDINATE}:${COORDINATE})?$`);

/** Return the state of a fragment; `body` is undefined unless stated, so that the setting counts. */
export function parseState(text, drawings) {
  const state = { body: undefined, drawing: drawings[0], side: "both", layers: { ...LAYERS }, scale: 1, middle: undefined };
  for (const part of text.split(",")) readPart(part, state, drawings);
  return state;
}

function readPart(part, state, drawings) {
  const layer = part.replace(/^no-/, "");
  const [, scale, x, y] = ZOOM.exec(part) ?? [];
  if (BODIES.includes(part)) state.body = part;
  else if (drawings.includes(part)) state.drawing = part;
  else if (SIDES.includes(part)) state.side = part;
  else if (Object.hasOwn(LAYERS, layer)) state.layers[layer] = layer === part;
  else if (scale && Number(scale) > 1 && Number(scale) <= MAX_SCALE) {
    Object.assign(state, { scale: Number(scale), middle: x === undefined ? undefined : [Number(x), Number(y)] });
  }
}

/** Return the fragment of a state: the body, and what differs from a page that is opened afresh. */
export function serializeState({ body, drawing, side, layers, scale, middle }, drawings) {
  const changedLayers = Object.keys(LAYERS).filter((name) => layers[name] !== LAYERS[name]);
  return [
    body,
    ...(drawing === drawings[0] ? [] : [drawing]),
    ...(side === "both" ? [] : [side]),
    ...changedLayers.map((name) => (layers[name] ? name : `no-${name}`)),
    ...(scale > 1 ? [zoomPart(scale, middle)] : []),
  ].join(",");
}

const rounded = (value, digits) => String(Number(value.toFixed(digits)));
const zoomPart = (scale, [x, y]) => `${rounded(Math.max(scale, 1.01), 2)}x@${rounded(x, 1)}:${rounded(y, 1)}`;
