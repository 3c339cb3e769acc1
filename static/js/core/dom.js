// DOM helpers of every module, and the site's only Trusted Types policy.

export const find = (selector, root = document) => root.querySelector(selector);
export const all = (selector, root = document) => [...root.querySelectorAll(selector)];

const root = /^(.*)\/static\/[0-9a-f]{12}\//.exec(new URL(import.meta.url).pathname)?.[1] ?? "";

/** Return the URL of a path of this site. The site may lie below a path of its host. */
export const url = (path) => root + path;

/** Create an element: `make("li", {className: "x"}, "text", child)`. Text is inserted as text, never as markup. */
export function make(name, properties = {}, ...children) {
  const element = Object.assign(document.createElement(name), properties);
  element.append(...children);
  return element;
}

/** Set a property if it differs: writing the same value costs a layout all the same. */
export const setIfChanged = (element, name, value) => element[name] !== value && (element[name] = value);

/**
 * Set the text of an element if it differs, in the existing text node: inserting or removing a node makes the browser
 * evaluate every :has() of the style sheet again.
 */
export function setText(element, text) {
  if (element.textContent === text) return;
  if (text && element.firstChild) element.firstChild.data = text;
  else element.textContent = text;
}

const pendingCallbacks = new Set();

/** Call a function after the next frame is painted, once per frame; immediately in a hidden page. */
export function afterPaint(callback) {
  if (document.hidden) return callback();
  if (!pendingCallbacks.size) requestAnimationFrame(() => setTimeout(runCallbacks));
  pendingCallbacks.add(callback);
}

function runCallbacks() {
  const callbacks = [...pendingCallbacks];
  pendingCallbacks.clear();
  callbacks.forEach((callback) => callback());
}

globalThis.document?.addEventListener("visibilitychange", runCallbacks); // pure modules are tested without a page

/** Parse a JSON data block of the page. */
export const readJson = (id) => JSON.parse(document.getElementById(id).textContent);

// Two sinks need a policy. The URL of the service worker is always the site's own. Drawings are parsed as XML, not as
// HTML: the text comes from the same origin (connect-src 'self'), and `inline-drawing.js` copies only drawing elements.
const policyRules = {
  createScriptURL: (address) => {
    if (address !== url("/sw.js")) throw new TypeError("only the site's own worker");
    return address;
  },
  createHTML: (drawing) => drawing,
};
export const policy = window.trustedTypes ? window.trustedTypes.createPolicy("thumbwidth", policyRules) : policyRules;
