// Puts a drawing of the site into the page, inline, so that the style sheet can give it the theme and skin tone.

import { all, policy, url } from "../core/dom.js";
import * as store from "../core/store.js";

let made = 0;

/** Fetch a drawing of our own origin and return it as an element with ids nothing else in the page has. */
export async function drawing(address) {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
  const text = apart(await answer.text(), `d${(made += 1)}-`);
  const parsed = new DOMParser().parseFromString(policy.createHTML(text), "image/svg+xml");
  const svg = parsed.documentElement;
  if (svg.localName !== "svg") throw new Error(`${address}: not a drawing`);
  for (const foreign of svg.querySelectorAll("style, script, foreignObject, .credit")) foreign.remove();
  if (svg.dataset.sheet) svg.setAttribute("viewBox", svg.dataset.sheet); // without the room for the credit line
  return document.importNode(svg, true);
}

/** Make ids unique, and leave out the style sheet that a drawing carries for the case that it stands alone. */
function apart(text, prefix) {
  return text
    .replace(/<style>[^<]*<\/style>/g, "")
    .replace(/\sid="/g, ` id="${prefix}`)
    .replace(/url\(#/g, `url(#${prefix}`)
    .replace(/href="#/g, `href="#${prefix}`)
    .replace(/aria-(labelledby|describedby)="([^"]+)"/g, (_, name, ids) =>
      `aria-${name}="${ids.split(/\s+/).map((id) => prefix + id).join(" ")}"`);
}

/** The address of a drawing for the chosen body. */
export const forBody = (address, body) => address.replace(/\/diagrams\/(female|male)\//, `/diagrams/${body}/`);

/** Give the marks of a new drawing the links that the one it replaces has. */
function link(svg, figure) {
  for (const old of figure.querySelectorAll("a.mark-link")) {
    const { code, side } = old.querySelector(".mark").dataset;
    const mark = svg.querySelector(`.mark[data-code="${code}"][data-side="${side}"]`);
    if (!mark) continue;
    const [anchor, room] = [old.cloneNode(false), old.querySelector(".mark-room").cloneNode(false)];
    for (const name of ["cx", "cy"]) room.setAttribute(name, mark.getAttribute(name));
    mark.replaceWith(anchor);
    anchor.append(room, mark);
    svg.setAttribute("role", "group");
  }
}

/** Put the name of a region on the pill that it has in the drawing it replaces, at the height of this body's name. */
function keepPill(anchor, old) {
  const pill = old.querySelector(".region-pill");
  if (!pill) return;
  const names = [...anchor.querySelectorAll(".region-name")];
  const height = names.reduce((sum, name) => sum + Number(name.getAttribute("y")), 0) / names.length;
  names.forEach((name) => name.remove());
  const moved = pill.cloneNode(true);
  moved.setAttribute("transform", `translate(0 ${height})`);
  anchor.append(moved);
}

/** Make the regions of a new drawing the links that they are in the one it replaces. */
function linkRegions(svg, figure) {
  for (const old of figure.querySelectorAll("a.region")) {
    const region = svg.querySelector(`.region[data-region="${old.dataset.region}"]`);
    const anchor = old.cloneNode(false);
    anchor.append(...region.childNodes);
    keepPill(anchor, old);
    region.replaceWith(anchor);
    svg.setAttribute("role", "group");
  }
}

let chosen = "female"; // what the server sends, where it sends a drawing at all
const coming = new IntersectionObserver((seen) => seen.filter((one) => one.isIntersecting).forEach(({ target }) => {
  coming.unobserve(target);
  put(target);
}), { rootMargin: "50%" });

const byName = (one, other) => (one.dataset.diagram < other.dataset.diagram ? -1 : 1);

/**
 * Show the chosen body in every drawing of the page: now, or, where the page has left it out, when it is scrolled to.
 * They are asked for in the order of their names: the order in the page may be a prescription, and is nobody's business.
 */
export function showBody(body) {
  chosen = body;
  for (const picture of document.querySelectorAll("[data-body-picture]")) {
    const src = forBody(picture.getAttribute("src"), body);
    if (picture.getAttribute("src") !== src) picture.src = src;
  }
  for (const figure of [...document.querySelectorAll("[data-diagram]")].sort(byName)) {
    if (figure.dataset.shown) put(figure);
    else wait(figure);
  }
}

/** Until then there is a picture in it, which a browser fetches for printing. */
function wait(figure) {
  const plain = figure.querySelector("img");
  plain.src = forBody(plain.getAttribute("src"), chosen);
  coming.observe(figure);
}

async function put(figure) {
  const body = chosen;
  if (figure.dataset.shown === body) return;
  try {
    const svg = await drawing(url(`/diagrams/${body}/${figure.dataset.diagram}.svg`));
    if (body !== chosen) return; // by a second tap
    link(svg, figure);
    linkRegions(svg, figure);
    figure.querySelector(".sheet").replaceChildren(svg);
    figure.dataset.shown = body;
  } catch {
    // Not on this phone yet and no connection: what is there stays.
  }
}

/* --- body switch of the first drawing --- */

/** Let the switch of this page choose. */
export function askBody({ body }) {
  const buttons = all("[data-choose-body]");
  const press = (chosen) => buttons.forEach((one) => one.setAttribute("aria-pressed", String(one.dataset.chooseBody === chosen)));
  press(body);
  for (const button of buttons) {
    button.addEventListener("click", async () => {
      const chosen = button.dataset.chooseBody;
      press(chosen);
      showBody(chosen);
      await store.setSetting("body", chosen);
    });
  }
}
