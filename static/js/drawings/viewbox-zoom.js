// Zooming and moving a drawing by its viewBox, so that it stays sharp: fingers, wheel, mouse, buttons and arrow keys.

const MOST = 8;
const STEP = 1.4;
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

/** The part of a sheet seen at a scale round a middle; the middle never leaves the sheet. Sheet: {x, y, width, height}. */
export function seen(sheet, scale, [x, y]) {
  const [width, height] = [sheet.width / scale, sheet.height / scale];
  const kept = (value, from, size) => Math.min(Math.max(value, from), from + size);
  const middle = [kept(x, sheet.x, sheet.width), kept(y, sheet.y, sheet.height)];
  return { middle, box: [middle[0] - width / 2, middle[1] - height / 2, width, height] };
}

/** The middle after a change of scale that leaves one place of the sheet where it is on the screen. */
export const around = (place, middle, before, after) =>
  place.map((value, axis) => value - ((value - middle[axis]) * before) / after);

/** Make what `fit` is given zoomable inside `stage`; `told` hears the scale when a person has changed it. */
export function zoomable(stage, told = () => {}) {
  const fingers = new Map();
  let svg, sheet, scale, middle;

  function paint() {
    const view = seen(sheet, scale, middle);
    middle = view.middle;
    svg.setAttribute("viewBox", view.box.join(" "));
  }
  function fit(drawing) {
    svg = drawing;
    const [x, y, width, height] = svg.getAttribute("viewBox").split(" ").map(Number);
    sheet = { x, y, width, height };
    whole();
  }
  function whole() {
    [scale, middle] = [1, [sheet.x + sheet.width / 2, sheet.y + sheet.height / 2]];
    paint();
  }
  function onSheet(x, y) {
    const place = new DOMPoint(x, y).matrixTransform(svg.getScreenCTM().inverse());
    return [place.x, place.y];
  }
  function zoom(factor, place = middle) {
    const next = Math.min(Math.max(scale * factor, 1), MOST);
    middle = next === 1 ? [sheet.x + sheet.width / 2, sheet.y + sheet.height / 2] : around(place, middle, scale, next);
    scale = next;
    paint();
    told(scale);
  }
  function move(x, y) {
    const pixel = svg.getScreenCTM().a;
    middle = [middle[0] - x / pixel, middle[1] - y / pixel];
    paint();
  }
  const spread = () => {
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
    const before = spread();
    fingers.set(event.pointerId, { x: event.clientX, y: event.clientY });
    const now = spread();
    move(now.x - before.x, now.y - before.y);
    if (before.apart && now.apart) zoom(now.apart / before.apart, onSheet(now.x, now.y));
  });
  for (const name of ["pointerup", "pointercancel"]) stage.addEventListener(name, (event) => fingers.delete(event.pointerId));
  stage.addEventListener("wheel", (event) => {
    event.preventDefault();
    const lines = event.deltaMode ? 16 : 1;
    zoom(Math.exp(-event.deltaY * lines * 0.002), onSheet(event.clientX, event.clientY));
  }, { passive: false });
  stage.addEventListener("keydown", (event) => {
    const way = ARROWS[event.key];
    if (!way || event.target !== stage || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    const stretch = 0.15 * stage.clientWidth;
    move(-way[0] * stretch, -way[1] * stretch);
  });
  return { fit, larger: () => zoom(STEP), smaller: () => zoom(1 / STEP), whole: () => { whole(); told(1); } };
}
