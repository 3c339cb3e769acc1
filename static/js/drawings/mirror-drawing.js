// The mirror image of a drawing that shows one side of the body, for the other side. Shapes turn round the middle of the
// sheet; letters keep their shape and move; what names the side (title, description, caption, `data-side`) names the other.

const OTHER_SIDE = { left: "right", right: "left", Left: "Right", Right: "Left" };
const OTHER_ANCHOR = { start: "end", middle: "middle", end: "start" };
/** How a description begins that states the side (`diagrams/compose.py`); the word "left" has other meanings elsewhere. */
const STATED_SIDE = /^The (?:left|right) side is shown\./;

/** Swap the sides that a title names, as in "Right hip, lying on the left side". */
export const swapSides = (title) => title.replace(/\b(?:[Ll]eft|[Rr]ight)\b/g, (word) => OTHER_SIDE[word]);

/** Turn the arrow of a word at the edge of the sheet, as in "← inner side". */
export const turnArrow = (words) => words.replace(/^← (.*)$|^(.*) →$/, (_, left, right) => (left ? `${left} →` : `← ${right}`));

/** Return the place on the mirrored sheet. `viewBox` is that of the whole sheet. */
export function mirrorPlace(viewBox, [x, y]) {
  const [left, , width] = viewBox.split(" ").map(Number);
  return [2 * left + width - x, y];
}

/** Return the mirror image of a drawing, whose `viewBox` is the whole sheet, as a new element. */
export function mirrorDrawing(drawing) {
  const svg = drawing.cloneNode(true);
  const viewBox = svg.getAttribute("viewBox");
  const mirrorX = (x) => Number(mirrorPlace(viewBox, [Number(x), 0])[0].toFixed(2));
  for (const layer of svg.querySelectorAll(":scope > .layer")) mirrorPart(layer, mirrorX);
  for (const part of svg.querySelectorAll("[data-side]")) part.dataset.side = OTHER_SIDE[part.dataset.side] ?? part.dataset.side;
  for (const landmark of svg.querySelectorAll("[data-x]")) landmark.dataset.x = mirrorX(landmark.dataset.x);
  svg.removeAttribute("data-plate"); // a part of the sheet that is not mirrored
  renameSide(svg);
  return svg;
}

function renameSide(svg) {
  const description = svg.querySelector("desc");
  for (const named of svg.querySelectorAll(":scope > title, .caption")) named.textContent = swapSides(named.textContent);
  description.textContent = description.textContent.replace(STATED_SIDE, swapSides);
}

/** A part of a drawing with a mask turns with it, as a whole; no text is in it. */
function mirrorPart(part, mirrorX) {
  const isGroup = part.localName === "g" && !part.hasAttribute("mask") && !part.hasAttribute("clip-path");
  if (isGroup) for (const child of part.children) mirrorPart(child, mirrorX);
  else if (part.localName === "text") mirrorText(part, mirrorX);
  else mirrorShape(part, mirrorX);
}

function mirrorText(text, mirrorX) {
  text.setAttribute("x", mirrorX(text.getAttribute("x")));
  text.setAttribute("text-anchor", OTHER_ANCHOR[text.getAttribute("text-anchor") ?? "start"]);
  text.textContent = turnArrow(text.textContent);
}

/** Marks and landmarks get their new coordinates, which others read; any other shape turns. */
function mirrorShape(shape, mirrorX) {
  if (shape.localName === "circle") shape.setAttribute("cx", mirrorX(shape.getAttribute("cx")));
  else shape.setAttribute("transform", `matrix(-1 0 0 1 ${mirrorX(0)} 0)`);
}
