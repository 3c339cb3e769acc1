// Puts a drawing of the site into the page, inline, so that the style sheet can give it the theme and skin tone.

import { trusted } from "./dom.js";

let made = 0;

/** Fetch a drawing of our own origin and return it as an element with ids nothing else in the page has. */
export async function drawing(address) {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
  const text = apart(await answer.text(), `d${(made += 1)}-`);
  const parsed = new DOMParser().parseFromString(trusted.createHTML(text), "image/svg+xml");
  const svg = parsed.documentElement;
  if (svg.localName !== "svg") throw new Error(`${address}: not a drawing`);
  for (const foreign of svg.querySelectorAll("style, script, foreignObject")) foreign.remove();
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
export const forBody = (address, body) => address.replace(/^\/diagrams\/(female|male)\//, `/diagrams/${body}/`);

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

/** Swap every drawing of the page for the chosen body's. The server always sends the female one. */
export async function swapBodies(body) {
  for (const figure of document.querySelectorAll("[data-diagram]")) {
    if ((figure.dataset.shown ?? "female") === body) continue;
    try {
      const svg = await drawing(`/diagrams/${body}/${figure.dataset.diagram}.svg`);
      link(svg, figure);
      figure.querySelector(".sheet").replaceChildren(svg);
      figure.dataset.shown = body;
    } catch {
      // Not on this phone yet and no connection: the drawing that is there stays.
    }
  }
}
