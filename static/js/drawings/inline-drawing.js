// Inlines a drawing of the site into the page, so that the style sheet applies theme and skin tone.

import { all, policy, url } from "../core/dom.js";
import * as store from "../core/store.js";

let drawingCount = 0;

/** Fetch a drawing of this site. Returns it as an element whose ids are unique in the page. */
export async function fetchDrawing(drawingUrl) {
  const response = await fetch(drawingUrl);
  if (!response.ok) throw new Error(`${drawingUrl}: ${response.status}`);
  const text = prefixIds(await response.text(), `d${(drawingCount += 1)}-`);
  const parsed = new DOMParser().parseFromString(policy.createHTML(text), "image/svg+xml");
  const svg = parsed.documentElement;
  if (svg.localName !== "svg") throw new Error(`${drawingUrl}: not a drawing`);
  for (const foreign of svg.querySelectorAll("style, script, foreignObject, .credit")) foreign.remove();
  if (svg.dataset.sheet) svg.setAttribute("viewBox", svg.dataset.sheet); // without the space of the credit line
  return document.importNode(svg, true);
}

/** Make ids unique, and remove the style sheet that a drawing has for stand-alone use. */
function prefixIds(text, prefix) {
  return text
    .replace(/<style>[^<]*<\/style>/g, "")
    .replace(/\sid="/g, ` id="${prefix}`)
    .replace(/url\(#/g, `url(#${prefix}`)
    .replace(/href="#/g, `href="#${prefix}`)
    .replace(/aria-(labelledby|describedby)="([^"]+)"/g, (_, name, ids) =>
      `aria-${name}="${ids.split(/\s+/).map((id) => prefix + id).join(" ")}"`);
}

/** Return the URL of a drawing for the chosen body. */
export const urlForBody = (drawingUrl, body) => drawingUrl.replace(/\/diagrams\/(female|male)\//, `/diagrams/${body}/`);

/** Give the marks of a new drawing the links of the one it replaces. */
function copyMarkLinks(svg, figure) {
  for (const old of figure.querySelectorAll("a.mark-link")) {
    const { code, side } = old.querySelector(".mark").dataset;
    const mark = svg.querySelector(`.mark[data-code="${code}"][data-side="${side}"]`);
    if (!mark) continue;
    const [anchor, tapArea] = [old.cloneNode(false), old.querySelector(".mark-room").cloneNode(false)];
    for (const name of ["cx", "cy"]) tapArea.setAttribute(name, mark.getAttribute(name));
    mark.replaceWith(anchor);
    anchor.append(tapArea, mark);
    svg.setAttribute("role", "group");
  }
}

/** Move the pill of a region from the old drawing to the new one, at the height of the new label. */
function copyPill(anchor, old) {
  const pill = old.querySelector(".region-pill");
  if (!pill) return;
  const names = [...anchor.querySelectorAll(".region-name")];
  const height = names.reduce((sum, name) => sum + Number(name.getAttribute("y")), 0) / names.length;
  names.forEach((name) => name.remove());
  const copy = pill.cloneNode(true);
  copy.setAttribute("transform", `translate(0 ${height})`);
  anchor.append(copy);
}

/** Make the regions of a new drawing links, as in the one it replaces. */
function copyRegionLinks(svg, figure) {
  for (const old of figure.querySelectorAll("a.region")) {
    const region = svg.querySelector(`.region[data-region="${old.dataset.region}"]`);
    const anchor = old.cloneNode(false);
    anchor.append(...region.childNodes);
    copyPill(anchor, old);
    region.replaceWith(anchor);
    svg.setAttribute("role", "group");
  }
}

let currentBody = "female"; // the body that the server renders
const visibilityObserver = new IntersectionObserver((observed) => observed.filter((one) => one.isIntersecting).forEach(({ target }) => {
  visibilityObserver.unobserve(target);
  loadDrawing(target);
}), { rootMargin: "50%" });

const byName = (one, other) => (one.dataset.diagram < other.dataset.diagram ? -1 : 1);

/**
 * Show the chosen body in every drawing of the page: at once, or when a lazy drawing nears the viewport. Drawings are
 * requested in the order of their names: their order in the page may be a prescription, which stays private.
 */
export function setBody(body) {
  currentBody = body;
  for (const picture of document.querySelectorAll("[data-body-picture]")) {
    const src = urlForBody(picture.getAttribute("src"), body);
    if (picture.getAttribute("src") !== src) picture.src = src;
  }
  for (const figure of [...document.querySelectorAll("[data-diagram]")].sort(byName)) {
    if (figure.dataset.shown) loadDrawing(figure);
    else loadWhenVisible(figure);
  }
}

/** Until then it has an image, which a browser loads for printing. */
function loadWhenVisible(figure) {
  const image = figure.querySelector("img");
  image.src = urlForBody(image.getAttribute("src"), currentBody);
  visibilityObserver.observe(figure);
}

async function loadDrawing(figure) {
  const body = currentBody;
  if (figure.dataset.shown === body) return;
  try {
    const svg = await fetchDrawing(url(`/diagrams/${body}/${figure.dataset.diagram}.svg`));
    if (body !== currentBody) return; // changed by a second tap
    copyMarkLinks(svg, figure);
    copyRegionLinks(svg, figure);
    figure.querySelector(".sheet").replaceChildren(svg);
    figure.dataset.shown = body;
  } catch {
    // Not cached and offline: the current drawing stays.
  }
}

/* --- body switch of the first drawing --- */

/** Let the switch of this page choose the body. */
export function offerBodyChoice({ body }) {
  const buttons = all("[data-choose-body]");
  const setPressed = (value) => buttons.forEach((one) => one.setAttribute("aria-pressed", String(one.dataset.chooseBody === value)));
  setPressed(body);
  for (const button of buttons) {
    button.addEventListener("click", async () => {
      const choice = button.dataset.chooseBody;
      setPressed(choice);
      setBody(choice);
      await store.setSetting("body", choice);
    });
  }
}
