// Zooming and panning of a drawing by its viewBox, so that it stays sharp: fingers, wheel, mouse, buttons, arrow keys.

export const MAX_SCALE = 8;
const ZOOM_FACTOR = 1.4;
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

/** Return the visible part of a sheet at a scale; its middle stays on the sheet. Sheet: {x, y, width, height}. */
export function visiblePart(sheet, scale, [x, y]) {
  const [width, height] = [sheet.width / scale, sheet.height / scale];
  const clamp = (value, from, size) => Math.min(Math.max(value, from), from + size);
  const middle = [clamp(x, sheet.x, sheet.width), clamp(y, sheet.y, sheet.height)];
  return { middle, box: [middle[0] - width / 2, middle[1] - height / 2, width, height] };
}

/**
 * Return the part of the sheet that a stage shows, [x, y, width, height]: the drawing fits into `inner` pixels and is seen
 * as far as the stage reaches, `outer` pixels.
 */
export function seenPart(sheet, scale, middle, { inner, outer }) {
  const { box } = visiblePart(sheet, scale, middle);
  const unit = Math.max(box[2] / inner[0], box[3] / inner[1]);
  const [x, width] = overlap(sheet.x, sheet.width, middle[0], outer[0] * unit);
  const [y, height] = overlap(sheet.y, sheet.height, middle[1], outer[1] * unit);
  return [x, y, width, height];
}

function overlap(from, size, middle, length) {
  const start = Math.max(from, middle - length / 2);
  return [start, Math.min(from + size, middle + length / 2) - start];
}

/** Return the middle after a change of scale that keeps one place of the sheet where it is on the screen. */
export const zoomCentre = (place, middle, before, after) =>
  place.map((value, axis) => value - ((value - middle[axis]) * before) / after);

/**
 * Make the drawing passed to `fit` zoomable inside `stage`. After each change by a person `onZoom` gets the scale, and
 * `onMove` is called, also where the scale stays.
 */
export function makeZoomable(stage, onZoom = () => {}, onMove = () => {}) {
  const fingers = new Map();
  let svg, sheet, scale, middle;

  function render() {
    const view = visiblePart(sheet, scale, middle);
    middle = view.middle;
    svg.setAttribute("viewBox", view.box.join(" "));
    stage.toggleAttribute("data-enlarged", scale > 1);
  }
  function fit(drawing) {
    svg = drawing;
    const [x, y, width, height] = svg.getAttribute("viewBox").split(" ").map(Number);
    sheet = { x, y, width, height };
    resetZoom();
  }
  function resetZoom() {
    [scale, middle] = [1, [sheet.x + sheet.width / 2, sheet.y + sheet.height / 2]];
    render();
  }
  /** Show a part of the sheet: {scale, middle}; without a middle, the middle of the sheet. */
  function show(view) {
    resetZoom();
    scale = view.scale;
    middle = view.middle ?? middle;
    render();
  }
  function onSheet(x, y) {
    const place = new DOMPoint(x, y).matrixTransform(svg.getScreenCTM().inverse());
    return [place.x, place.y];
  }
  function zoom(factor, place = middle) {
    const next = Math.min(Math.max(scale * factor, 1), MAX_SCALE);
    middle = next === 1 ? [sheet.x + sheet.width / 2, sheet.y + sheet.height / 2] : zoomCentre(place, middle, scale, next);
    scale = next;
    render();
    onZoom(scale);
    onMove();
  }
  function move(x, y) {
    const pixel = svg.getScreenCTM().a;
    middle = [middle[0] - x / pixel, middle[1] - y / pixel];
    render();
    onMove();
  }
  function showAll() {
    resetZoom();
    onZoom(1);
    onMove();
  }
  const pinch = () => {
    const [a, b = a] = [...fingers.values()];
    return { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2, apart: Math.hypot(a.x - b.x, a.y - b.y) };
  };

  stage.classList.add("live");
  stage.tabIndex = 0;
  stage.addEventListener("pointerdown", (event) => {
    if (event.button) return;
    stage.setPointerCapture(event.pointerId);
    fingers.set(event.pointerId, { x: event.clientX, y: event.clientY });
  });
  stage.addEventListener("pointermove", (event) => {
    if (!fingers.has(event.pointerId)) return;
    const previous = pinch();
    fingers.set(event.pointerId, { x: event.clientX, y: event.clientY });
    const current = pinch();
    move(current.x - previous.x, current.y - previous.y);
    if (previous.apart && current.apart) zoom(current.apart / previous.apart, onSheet(current.x, current.y));
  });
  for (const name of ["pointerup", "pointercancel"]) stage.addEventListener(name, (event) => fingers.delete(event.pointerId));
  stage.addEventListener("wheel", (event) => {
    event.preventDefault();
    const lines = event.deltaMode ? 16 : 1;
    zoom(Math.exp(-event.deltaY * lines * 0.002), onSheet(event.clientX, event.clientY));
  }, { passive: false });
  stage.addEventListener("keydown", (event) => {
    const direction = ARROWS[event.key];
    if (!direction || event.target !== stage || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    const distance = 0.15 * stage.clientWidth;
    move(-direction[0] * distance, -direction[1] * distance);
  });
  return { fit, larger: () => zoom(ZOOM_FACTOR), smaller: () => zoom(1 / ZOOM_FACTOR), showAll, show, view: () => ({ scale, middle }), seen: (sizes) => seenPart(sheet, scale, middle, sizes) };
}
