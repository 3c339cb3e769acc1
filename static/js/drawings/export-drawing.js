// A drawing as it is seen, as a file of its own: an SVG with the shown layers, colours and part of the sheet, and the
// same as a PNG with its credit line. Both are made on the device.

import { all, find } from "../core/dom.js";

const SVG = "http://www.w3.org/2000/svg";
const NAMESPACES = { rdf: "http://www.w3.org/1999/02/22-rdf-syntax-ns#", cc: "http://creativecommons.org/ns#", dc: "http://purl.org/dc/elements/1.1/" };
/** What the style sheet of the page sets on drawings; in the file these are attributes. */
const INHERITED_STYLES = ["fill", "stroke", "fill-opacity"];
const MIN_PNG_WIDTH_PX = 2400;
const PIXEL_RATIO = 2; // of the PNG to the screen, at least
const MAX_PNG_PIXELS = 16_000_000; // WebKit draws no larger canvas
const CREDIT_SIZE = 1 / 70; // of the width

/**
 * Return a copy of a drawing in the page as the root of a file. `part` is the visible part of the sheet [x, y, width,
 * height], `ground` the colour behind it, `licence` {credit, url}.
 */
export function standaloneDrawing(svg, { part, ground, licence }) {
  const copy = svg.cloneNode(true);
  copyStyles(svg, copy);
  for (const hidden of all("[data-export-hidden]", copy)) hidden.remove();
  copy.setAttribute("xmlns", SVG);
  copy.setAttribute("viewBox", part.map((value) => Number(value.toFixed(2))).join(" "));
  copy.removeAttribute("data-sheet");
  copy.removeAttribute("data-plate");
  find("desc", copy).after(licenceMetadata(licence, find("title", copy).textContent), groundRect(part, ground));
  return copy;
}

/** Write the computed style of each part into its copy, and note the parts that are not shown. */
function copyStyles(svg, copy) {
  const copies = all("*", copy);
  all("*", svg).forEach((part, place) => copyStyle(part, copies[place]));
}

function copyStyle(part, copy) {
  const [style, parentStyle] = [getComputedStyle(part), getComputedStyle(part.parentElement)];
  if (part.closest(".layer")) {
    copy.removeAttribute("display"); // of a layer that is hidden at first
    if (style.display === "none") copy.setAttribute("data-export-hidden", "");
  }
  for (const name of INHERITED_STYLES) {
    const [value, isStated] = [style.getPropertyValue(name), part.hasAttribute(name)];
    const isReference = isStated && part.getAttribute(name).startsWith("url(");
    if (!isReference && (isStated || value !== parentStyle.getPropertyValue(name))) copy.setAttribute(name, value);
  }
  if (style.opacity !== "1") copy.setAttribute("opacity", style.opacity);
}

function groundRect([x, y, width, height], fill) {
  const rect = document.createElementNS(SVG, "rect");
  for (const [name, value] of Object.entries({ class: "ground", x, y, width, height, fill })) rect.setAttribute(name, value);
  return rect;
}

function licenceMetadata({ credit, url }, title) {
  const metadata = document.createElementNS(SVG, "metadata");
  const add = (parent, name, text = "") => {
    const element = document.createElementNS(NAMESPACES[name.split(":")[0]], name);
    element.textContent = text;
    parent.append(element);
    return element;
  };
  const work = add(add(metadata, "rdf:RDF"), "cc:Work");
  add(work, "dc:title", title);
  add(work, "dc:rights", credit);
  add(work, "cc:license").setAttributeNS(NAMESPACES.rdf, "rdf:resource", url);
  return metadata;
}

/** Return the text of an SVG file. */
export const svgText = (root) => `<?xml version="1.0" encoding="UTF-8"?>\n${new XMLSerializer().serializeToString(root)}\n`;

/** Return the pixels of a PNG: `shown` is the width of the part on the screen, CSS pixels. */
export function pngSize([, , width, height], shown) {
  const wanted = Math.max(MIN_PNG_WIDTH_PX, PIXEL_RATIO * shown);
  const possible = Math.floor(Math.sqrt((MAX_PNG_PIXELS * width) / (height + footHeight(width))));
  const pixels = Math.round(Math.min(wanted, possible));
  return { width: pixels, height: Math.round((pixels * height) / width), foot: Math.round(footHeight(pixels)) };
}

const footHeight = (width) => 2.2 * CREDIT_SIZE * width;

/** Draw a stand-alone drawing, with its credit line below, and resolve to the PNG. */
export async function drawPng(root, { part, ground, ink, licence, shown }) {
  const size = pngSize(part, shown);
  const image = await loadImage(root, size);
  const canvas = Object.assign(document.createElement("canvas"), { width: size.width, height: size.height + size.foot });
  const context = canvas.getContext("2d");
  context.fillStyle = ground;
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.drawImage(image, 0, 0, size.width, size.height);
  Object.assign(context, { fillStyle: ink, font: `${size.width * CREDIT_SIZE}px Arial, sans-serif`, textAlign: "right", textBaseline: "middle" });
  context.fillText(licence.credit, size.width - size.foot / 2, size.height + size.foot / 2);
  const png = await new Promise((resolve) => canvas.toBlob(resolve, "image/png"));
  if (!png) throw new Error("the canvas is too large for this device");
  return png;
}

async function loadImage(root, { width, height }) {
  const sized = root.cloneNode(true);
  sized.setAttribute("width", width); // without a size Firefox draws nothing
  sized.setAttribute("height", height);
  const objectUrl = URL.createObjectURL(new Blob([svgText(sized)], { type: "image/svg+xml" }));
  try {
    const image = new Image();
    image.src = objectUrl;
    await image.decode();
    return image;
  } finally {
    URL.revokeObjectURL(objectUrl);
  }
}
