// Elements of SVG that scripts draw.

const NAMESPACE = "http://www.w3.org/2000/svg";

/** Return an SVG element with attributes and children. */
export function svgElement(name, attributes, ...children) {
  const element = document.createElementNS(NAMESPACE, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...children);
  return element;
}
