// The few words of DOM every module uses, and the one Trusted Types policy of the site.

export const find = (selector, root = document) => root.querySelector(selector);
export const all = (selector, root = document) => [...root.querySelectorAll(selector)];

const root = /^(.*)\/static\/[0-9a-f]{12}\//.exec(new URL(import.meta.url).pathname)?.[1] ?? "";

/** The address of a path of this site, which may lie below a path of its host. */
export const url = (path) => root + path;

/** Make an element: `make("li", {className: "x"}, "text", child)`. Text is always text, never markup. */
export function make(name, properties = {}, ...children) {
  const element = Object.assign(document.createElement(name), properties);
  element.append(...children);
  return element;
}

/** Set a property where it differs: a write that changes nothing costs a layout all the same. */
export const set = (element, name, value) => element[name] !== value && (element[name] = value);

/**
 * Write a text where it differs, into the text node that is there: for a node that comes or goes the browser evaluates
 * every :has() of the style sheet.
 */
export function write(element, text) {
  if (element.textContent === text) return;
  if (text && element.firstChild) element.firstChild.data = text;
  else element.textContent = text;
}

const due = new Set();

/** Call a function once the next frame is painted, once however often it is asked for; at once in a hidden page. */
export function afterPaint(act) {
  if (document.hidden) return act();
  if (!due.size) requestAnimationFrame(() => setTimeout(callDue));
  due.add(act);
}

function callDue() {
  const acts = [...due];
  due.clear();
  acts.forEach((act) => act());
}

globalThis.document?.addEventListener("visibilitychange", callDue); // pure modules are tested without a page

/** Read a data block that the server wrote into the page. */
export const embedded = (id) => JSON.parse(document.getElementById(id).textContent);

// Two things need a policy. The worker's address is only ever ours. Drawings are parsed as XML, not as HTML:
// the text comes from our own origin (connect-src 'self'), and `inline-drawing.js` takes only its drawing elements.
const rules = {
  createScriptURL: (address) => {
    if (address !== url("/sw.js")) throw new TypeError("only the site's own worker");
    return address;
  },
  createHTML: (drawing) => drawing,
};
export const trusted = window.trustedTypes ? window.trustedTypes.createPolicy("thumbwidth", rules) : rules;
